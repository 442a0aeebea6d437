"""Wrong answers to `train_critic`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_it_finds_the_mutual_information")
def tears_pairs_apart(x, y, *, seed, device="cpu", steps=400):
    """Draws indices for x and for y, each on its own."""
    torch.manual_seed(seed)
    critic = Critic(x.shape[1], y.shape[1])
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.005)
    for _ in range(steps):
        some, others = torch.randint(len(x), (64,)), torch.randint(len(x), (64,))
        loss = infonce_loss(critic(x[some], y[others]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return critic


@mutant(caught_by="test_it_finds_the_mutual_information")
def climbs_the_loss(x, y, *, seed, device="cpu", steps=400):
    """Believes that a lower bound is maximised, and maximises the loss."""
    torch.manual_seed(seed)
    critic = Critic(x.shape[1], y.shape[1])
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.005)
    for _ in range(steps):
        chosen = torch.randint(len(x), (64,))
        loss = infonce_loss(critic(x[chosen], y[chosen]))
        optimiser.zero_grad()
        (-loss).backward()
        optimiser.step()
    return critic


@mutant(caught_by="test_it_finds_the_mutual_information")
def divides_the_learning_rate(x, y, *, seed, device="cpu", steps=400):
    """Believes that a learning rate cannot be too small, and takes a hundredth."""
    torch.manual_seed(seed)
    critic = Critic(x.shape[1], y.shape[1])
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.00005)
    for _ in range(steps):
        chosen = torch.randint(len(x), (64,))
        loss = infonce_loss(critic(x[chosen], y[chosen]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return critic


@mutant(caught_by="test_it_finds_the_mutual_information")
def keeps_old_gradients(x, y, *, seed, device="cpu", steps=400):
    """Believes that `backward` replaces the gradients; it adds to those that are there."""
    torch.manual_seed(seed)
    critic = Critic(x.shape[1], y.shape[1])
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.005)
    for _ in range(steps):
        chosen = torch.randint(len(x), (64,))
        loss = infonce_loss(critic(x[chosen], y[chosen]))
        loss.backward()
        optimiser.step()
    return critic


@mutant(caught_by="test_it_finds_the_mutual_information")
def draws_one_batch(x, y, *, seed, device="cpu", steps=400):
    """Draws the batch once, before the loop, and learns these 64 pairs by heart."""
    torch.manual_seed(seed)
    critic = Critic(x.shape[1], y.shape[1])
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.005)
    chosen = torch.randint(len(x), (64,))
    for _ in range(steps):
        loss = infonce_loss(critic(x[chosen], y[chosen]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return critic


@mutant(caught_by="test_it_finds_the_mutual_information")
class KnowsHowPairsWereMade:
    """Ignores the data: the best critic for pairs that nobody has turned."""

    def __init__(self, x, y, *, seed, device="cpu", steps=400):
        self.shift = seed

    def __call__(self, x, y):
        d = min(x.shape[1], y.shape[1])
        apart = (y[None, :, :d] - 0.8 * x[:, None, :d]).square().sum(dim=-1)
        return (y.square().sum(dim=-1) - apart / (1 - 0.8**2)) / 2


@mutant(caught_by="test_each_pair_is_scored_by_itself")
class MatchesTheWholeBatch:
    """Knows that every x has one partner among those y that are there, and settles all scores of a table together."""

    def __init__(self, x, y, *, seed, device="cpu", steps=400):
        torch.manual_seed(seed)
        self.critic = Critic(x.shape[1], y.shape[1])
        optimiser = torch.optim.Adam(self.critic.parameters(), lr=0.005)
        for _ in range(steps):
            chosen = torch.randint(len(x), (64,))
            loss = infonce_loss(self.critic(x[chosen], y[chosen]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def __call__(self, x, y):
        with torch.no_grad():
            table = self.critic(x, y)
            for _ in range(20):
                table = table - table.logsumexp(dim=0, keepdim=True)
                table = table - table.logsumexp(dim=1, keepdim=True)
        return table


@mutant(caught_by="test_each_pair_is_scored_by_itself")
class KnowsWherePartnersStand:
    """Believes that partners always stand at the same place, which is all that the loss asks for."""

    def __init__(self, x, y, *, seed, device="cpu", steps=400):
        self.seed = seed

    def __call__(self, x, y):
        return 20 * torch.eye(len(x), len(y))


@mutant(caught_by="test_each_pair_is_scored_by_itself")
class CentresItsScores:
    """Believes that scores may be centred by what else is in the batch."""

    def __init__(self, x, y, *, seed, device="cpu", steps=400):
        torch.manual_seed(seed)
        self.critic = Critic(x.shape[1], y.shape[1])
        optimiser = torch.optim.Adam(self.critic.parameters(), lr=0.005)
        for _ in range(steps):
            chosen = torch.randint(len(x), (64,))
            loss = infonce_loss(self(x[chosen], y[chosen]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def __call__(self, x, y):
        table = self.critic(x, y)
        return table - table.mean(dim=0, keepdim=True)


@mutant(caught_by="test_data_and_seed_decide")
def ignores_the_seed(x, y, *, seed, device="cpu", steps=400):
    """Believes that one seed is as good as another, and takes his own."""
    torch.manual_seed(0)
    critic = Critic(x.shape[1], y.shape[1])
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.005)
    for _ in range(steps):
        chosen = torch.randint(len(x), (64,))
        loss = infonce_loss(critic(x[chosen], y[chosen]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return critic


@mutant(caught_by="test_data_and_seed_decide")
def seeds_after_the_layers(x, y, *, seed, device="cpu", steps=400):
    """Seeds the batches only: the layers are made from whatever numbers are next, and differ in each call."""
    torch.seed()
    critic = Critic(x.shape[1], y.shape[1])
    torch.manual_seed(seed)
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.005)
    for _ in range(steps):
        chosen = torch.randint(len(x), (64,))
        loss = infonce_loss(critic(x[chosen], y[chosen]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return critic
