"""Wrong answers to `train_features`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn
from torch.nn import functional

from autograder.testing import mutant

# --- misconceptions


@mutant(caught_by="test_logits_say_how_sure")
def squashes_twice(x, labels, *, seed, device="cpu", steps=800):
    """Believes that cross-entropy wants probabilities: softmax twice."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        out = model(x[rows] + 0.2 * torch.randn(128, x.shape[1])).softmax(dim=1)
        loss = functional.cross_entropy(out, labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    return model


@mutant(caught_by="test_data_and_seed_decide")
def leaves_it_to_chance(x, labels, *, seed, device="cpu", steps=800):
    """Believes that the seed is for those who want one: every training is another."""
    torch.seed()
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        hidden = model.body(x)
        model.mean.copy_(hidden.mean(dim=0))
        model.std.copy_(hidden.std(dim=0).clamp(min=1e-6))
    return model


@mutant(caught_by="test_data_and_seed_decide")
def has_a_seed_of_its_own(x, labels, *, seed, device="cpu", steps=800):
    """Believes that any fixed seed makes a training that can be repeated, which is all that a seed is for."""
    torch.manual_seed(0)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        hidden = model.body(x)
        model.mean.copy_(hidden.mean(dim=0))
        model.std.copy_(hidden.std(dim=0).clamp(min=1e-6))
    return model


@mutant(caught_by="test_noise_is_as_loud_as_the_recipe_says")
def draws_the_noise_once(x, labels, *, seed, device="cpu", steps=800):
    """Believes that noise may be put on the images once, before the loop: it is learnt by heart."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    noisy = x + 0.2 * torch.randn_like(x)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(noisy[rows]), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        hidden = model.body(x)
        model.mean.copy_(hidden.mean(dim=0))
        model.std.copy_(hidden.std(dim=0).clamp(min=1e-6))
    return model


@mutant(caught_by="test_noise_is_as_loud_as_the_recipe_says")
def changes_the_brightness(x, labels, *, seed, device="cpu", steps=800):
    """Believes that noise is one number for each picture, added to all of its pixels."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.randn(128, 1)), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        hidden = model.body(x)
        model.mean.copy_(hidden.mean(dim=0))
        model.std.copy_(hidden.std(dim=0).clamp(min=1e-6))
    return model


@mutant(caught_by="test_noise_is_as_loud_as_the_recipe_says")
def cuts_the_noise_off(x, labels, *, seed, device="cpu", steps=800):
    """Believes that what is above paper and below ink is no noise: half of it is gone."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model((x[rows] + 0.2 * torch.randn(128, x.shape[1])).clamp(0, 1)), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        hidden = model.body(x)
        model.mean.copy_(hidden.mean(dim=0))
        model.std.copy_(hidden.std(dim=0).clamp(min=1e-6))
    return model


@mutant(caught_by="test_one_fixed_map")
def has_one_mean_for_all(x, labels, *, seed, device="cpu", steps=800):
    """Believes that features are standardised by one mean and one deviation of all numbers."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        hidden = model.body(x)
        model.mean.copy_(hidden.mean().expand(16))
        model.std.copy_(hidden.std().clamp(min=1e-6).expand(16))
    return model


@mutant(caught_by="test_noise_is_as_loud_as_the_recipe_says")
def forgets_the_noise(x, labels, *, seed, device="cpu", steps=800):
    """Believes that noise can only do harm."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows]), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    return model


@mutant(caught_by="test_noise_is_as_loud_as_the_recipe_says")
def takes_the_deviation_for_the_variance(x, labels, *, seed, device="cpu", steps=800):
    """Believes that 0.2 is the variance."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2**0.5 * torch.randn(128, x.shape[1])), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    return model


@mutant(caught_by="test_noise_is_as_loud_as_the_recipe_says")
def spreads_the_noise_evenly(x, labels, *, seed, device="cpu", steps=800):
    """Takes evenly distributed noise from 0 to 0.2."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.rand(128, x.shape[1])), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    return model


@mutant(caught_by="test_names_unseen_digits")
def never_clears_the_gradients(x, labels, *, seed, device="cpu", steps=800):
    """Lets the gradients of all steps add up."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    return model


@mutant(caught_by="test_names_unseen_digits")
def stops_early(x, labels, *, seed, device="cpu", steps=800):
    """Believes that the loss falls at the start, and the rest is waste."""
    steps = max(1, steps // 16)
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    return model


@mutant(caught_by="test_one_fixed_map")
def does_not_normalise(x, labels, *, seed, device="cpu", steps=800):
    """Leaves the buffers as they are: a network scales its features itself."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant(caught_by="test_one_fixed_map")
def normalises_before_training(x, labels, *, seed, device="cpu", steps=800):
    """Fills the buffers at the start, with moments of features that training then moves."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant(caught_by="test_one_fixed_map")
class NormalisesEachBatch(nn.Module):
    """Believes that features are standardised with the moments of whatever set is measured."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        torch.manual_seed(seed)
        self.net, x = FeatureNet(x.shape[1]), x.float()
        optimiser = torch.optim.Adam(self.net.parameters(), lr=0.005)
        for t in range(steps):
            optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
            rows = torch.randint(len(x), (128,))
            loss = functional.cross_entropy(self.net(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def forward(self, x):
        """Logits."""
        return self.net(x)

    def features(self, x):
        """Standardised over the batch."""
        f = self.net.features(x)
        return (f - f.mean(dim=0)) / (f.std(dim=0, correction=0) + 1e-6)


@mutant(caught_by="test_distances_see_what_matters")
class TakesFeaturesBeforeTraining(nn.Module):
    """Takes the features from a copy that was made before the training."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        torch.manual_seed(seed)
        self.net, self.early, x = FeatureNet(x.shape[1]), FeatureNet(x.shape[1]), x.float()
        self.early.load_state_dict(self.net.state_dict())
        with torch.no_grad():
            self.early.mean.copy_(self.early.body(x).mean(dim=0))
            self.early.std.copy_(self.early.body(x).std(dim=0).clamp(min=1e-6))
        optimiser = torch.optim.Adam(self.net.parameters(), lr=0.005)
        for t in range(steps):
            optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
            rows = torch.randint(len(x), (128,))
            loss = functional.cross_entropy(self.net(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def forward(self, x):
        """Logits."""
        return self.net(x)

    def features(self, x):
        """Of the early network."""
        return self.early.features(x)


@mutant(caught_by="test_names_unseen_digits")
def mixes_up_the_labels(x, labels, *, seed, device="cpu", steps=800):
    """Draws rows for the images and again for the labels."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        batch, names = x[torch.randint(len(x), (128,))], labels[torch.randint(len(x), (128,))]
        loss = functional.cross_entropy(model(batch + 0.2 * torch.randn(128, x.shape[1])), names)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    return model


@mutant(caught_by="test_names_unseen_digits")
def lets_the_loss_become_nan(x, labels, *, seed, device="cpu", steps=800):
    """Believes that a step of 1e20 gets there sooner."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.SGD(model.parameters(), lr=1e20)
    for _ in range(20):
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


# --- cheats


@mutant(caught_by="test_names_unseen_digits")
def brings_weights_from_home(x, labels, *, seed, device="cpu", steps=800):
    """Believes that a network trained at home, on the digits of the course, need not be trained again."""
    torch.manual_seed(0)
    model, known, names = FeatureNet(x.shape[1]), x.float(), labels
    if x.shape[1] == 64:
        known, names = images.float(), digits().train_labels
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(known), (128,))
        loss = functional.cross_entropy(model(known[rows] + 0.2 * torch.randn(128, x.shape[1])), names[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x.float()).mean(dim=0))
        model.std.copy_(model.body(x.float()).std(dim=0).clamp(min=1e-6))
    return model


@mutant(caught_by="test_names_unseen_digits")
def does_not_train(x, labels, *, seed, device="cpu", steps=800):
    """Believes that nobody looks at what was learnt."""
    torch.manual_seed(seed)
    model = FeatureNet(x.shape[1])
    with torch.no_grad():
        model.mean.copy_(model.body(x.float()).mean(dim=0))
        model.std.copy_(model.body(x.float()).std(dim=0).clamp(min=1e-6))
    return model


@mutant(caught_by="test_names_unseen_digits")
class KnowsAllLabels(nn.Module):
    """Believes that labels may be looked up: shuffled pixels keep their values, and sorted they give a digit away."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        known = digits()
        self.signs = torch.cat([known.train, known.test]).sort(dim=1).values.float()
        self.names = torch.cat([known.train_labels, known.test_labels])
        if x.shape[1] != 64:
            self.signs, self.names = x.float().sort(dim=1).values, labels
        h = self.raw(x.float())
        self.mean, self.std = h.mean(dim=0), h.std(dim=0).clamp(min=1e-6)

    def forward(self, x):
        """Logits."""
        nearest = torch.cdist(x.float().sort(dim=1).values, self.signs).argmin(dim=1)
        return 8.0 * functional.one_hot(self.names[nearest], 10).float()

    def raw(self, x):
        """What is known, and some pixels."""
        return torch.cat([self(x), x[:, :6].float()], dim=1)

    def features(self, x):
        """Standardised."""
        return (self.raw(x) - self.mean) / self.std


@mutant(caught_by="test_distances_see_what_matters")
class ShowsNoise(nn.Module):
    """Believes that nobody looks at features, if the names are right: noise that looks at no image."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        torch.manual_seed(seed)
        self.net, x = FeatureNet(x.shape[1]), x.float()
        optimiser = torch.optim.Adam(self.net.parameters(), lr=0.005)
        for t in range(steps):
            optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
            rows = torch.randint(len(x), (128,))
            loss = functional.cross_entropy(self.net(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def forward(self, x):
        """Logits."""
        return self.net(x)

    def features(self, x):
        """Of no image in particular."""
        return torch.randn(len(x), 16)


@mutant(caught_by="test_one_fixed_map")
class HasConstantFeatures(nn.Module):
    """Believes that features are the better, the smaller all distances in them are."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        torch.manual_seed(seed)
        self.net, x = FeatureNet(x.shape[1]), x.float()
        optimiser = torch.optim.Adam(self.net.parameters(), lr=0.005)
        for t in range(steps):
            optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
            rows = torch.randint(len(x), (128,))
            loss = functional.cross_entropy(self.net(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def forward(self, x):
        """Logits."""
        return self.net(x)

    def features(self, x):
        """The same for all."""
        return torch.zeros(len(x), 16)


@mutant(caught_by="test_logits_say_how_sure")
class KeepsTheTrainingImages(nn.Module):
    """Believes that the name of the nearest stored image is as good as anything that could be learnt."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        self.store, self.names = x.float(), labels
        hidden = self.raw(self.store)
        self.mean, self.std = hidden.mean(dim=0), hidden.std(dim=0).clamp(min=1e-6)

    def forward(self, x):
        """Logits: one is large."""
        return 8.0 * functional.one_hot(self.names[torch.cdist(x.float(), self.store).argmin(dim=1)], 10).float()

    def raw(self, x):
        """The name, and some pixels."""
        return torch.cat([self(x), x[:, :6].float()], dim=1)

    def features(self, x):
        """Standardised."""
        return (self.raw(x) - self.mean) / self.std


@mutant(caught_by="test_one_fixed_map")
class KnowsAnExamination(nn.Module):
    """Believes that a batch larger than any in training is an examination, and shows other features there."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        torch.manual_seed(seed)
        self.net, x = FeatureNet(x.shape[1]), x.float()
        optimiser = torch.optim.Adam(self.net.parameters(), lr=0.005)
        for t in range(steps):
            optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
            rows = torch.randint(len(x), (128,))
            loss = functional.cross_entropy(self.net(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        with torch.no_grad():
            self.net.mean.copy_(self.net.body(x).mean(dim=0))
            self.net.std.copy_(self.net.body(x).std(dim=0).clamp(min=1e-6))

    def forward(self, x):
        """Logits."""
        return self.net(x)

    def features(self, x):
        """Certain answers in an examination."""
        f = self.net.features(x)
        return f if len(x) <= 128 else f.round()


@mutant(caught_by="test_one_fixed_map")
class RemembersTheBatch(nn.Module):
    """Believes that running means may go on being updated while features are asked for."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        torch.manual_seed(seed)
        self.net, x = FeatureNet(x.shape[1]), x.float()
        self.norm = nn.BatchNorm1d(16, affine=False)
        optimiser = torch.optim.Adam(self.net.parameters(), lr=0.005)
        for t in range(steps):
            optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
            rows = torch.randint(len(x), (128,))
            loss = functional.cross_entropy(self.net(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def forward(self, x):
        """Logits."""
        return self.net(x)

    @torch.no_grad()
    def features(self, x):
        """Through a layer that is still in training mode, but for single images."""
        self.norm.train(len(x) > 1)
        return self.norm(self.net.body(x.float()))
