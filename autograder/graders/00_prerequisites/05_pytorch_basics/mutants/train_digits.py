"""Wrong answers to `train_digits`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_it_reads_unseen_digits")
def labels_of_other_images(x, y, *, seed, epochs=30, device="cpu"):
    """Shuffles images and labels separately."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    for _ in range(epochs):
        images, labels = x[torch.randperm(len(x))].to(device), y[torch.randperm(len(x))].to(device)
        batches = zip(images.split(64), labels.split(64), strict=True)
        train_one_epoch(network, batches, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant(caught_by="test_it_reads_unseen_digits")
def never_clears_gradients(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that backward replaces the old gradients."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    for _ in range(epochs):
        network.train()
        for rows in torch.randperm(len(x)).split(64):
            nn.functional.cross_entropy(network(x[rows].to(device)), y[rows].to(device)).backward()
            optimiser.step()
    return network.cpu().eval()


@mutant(caught_by="test_it_reads_unseen_digits")
def one_epoch_is_enough(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that the rest of the epochs can be saved."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(min(epochs, 1)):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant(caught_by="test_it_knows_how_sure_it_may_be")
def trains_the_last_layer_only(x, y, *, seed, epochs=30, device="cpu"):
    """Gives the optimiser what a module with a plain list would have filed: the last layer."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.layers[-1].parameters(), lr=0.05, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant(caught_by="test_it_reads_unseen_digits")
def learns_a_few_by_heart(x, y, *, seed, epochs=30, device="cpu"):
    """Trains on a few dozen of the images, ten times as often, and knows them by heart."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    few = max(10, len(x) // 40)
    data = torch.utils.data.TensorDataset(x[:few].to(device), y[:few].to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(10 * epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant(caught_by="test_it_reads_unseen_digits")
def brings_its_weights_along(x, y, *, seed, epochs=30, device="cpu"):
    """Cheats: the weights come from the digits that are known, not from the data that is given."""
    torch.manual_seed(seed)
    known, _, labels, _ = digits()
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    known = known[:, : x.shape[1]].to(x.dtype)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(known, labels), batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant(caught_by="test_it_learns_what_is_easy")
def a_softmax_too_many(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that cross_entropy takes probabilities."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, lambda o, t: nn.functional.cross_entropy(o.softmax(dim=1), t))
    return network.cpu().eval()


@mutant(caught_by="test_it_learns_what_is_easy")
def a_timid_learning_rate(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that a smaller learning rate is always safer."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.005, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant(caught_by="test_it_knows_how_sure_it_may_be")
class ReturnsProbabilitiesForLogits(nn.Module):
    """Believes that what is handed in should be probabilities."""

    def __init__(self, x, y, *, seed, epochs=30, device="cpu"):
        super().__init__()
        torch.manual_seed(seed)
        self.network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
        optimiser = torch.optim.SGD(self.network.parameters(), lr=0.05, momentum=0.9)
        data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
        loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
        for _ in range(epochs):
            train_one_epoch(self.network, loader, optimiser, nn.functional.cross_entropy)
        self.cpu().eval()

    def forward(self, x):
        return self.network(x).softmax(dim=1)


@mutant(caught_by="test_each_image_is_read_alone")
def stays_in_training_mode(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that training mode ends with the training."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu()


@mutant(caught_by="test_data_and_seed_decide")
def seeds_too_late(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that the initial weights are no part of chance."""
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    torch.manual_seed(seed)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant(caught_by="test_data_and_seed_decide")
def has_a_favourite_seed(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that 42 is the seed."""
    torch.manual_seed(42)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()


@mutant(caught_by="test_data_and_seed_decide")
def a_network_of_its_own(x, y, *, seed, epochs=30, device="cpu"):
    """Believes that a recipe is a suggestion: two hidden layers are better than one."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, nn.functional.cross_entropy)
    return network.cpu().eval()
