"""Wrong answers to `train_few`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_it_reads_digits_that_moved")
def never_moves(x, y, *, seed, steps=400, device="cpu"):
    """Believes that pictures in the middle are all there is."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    moments = Moments(x.shape[1])
    moments.update(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(Standardise(moments.mean, moments.std()), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        loss = nn.functional.cross_entropy(network(x[rows].to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant(caught_by="test_it_reads_digits_that_moved")
def moves_once_for_ever(x, y, *, seed, steps=400, device="cpu"):
    """Believes that pictures can be augmented once, before training."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    moments = Moments(x.shape[1])
    moments.update(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(Standardise(moments.mean, moments.std()), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    moved = augment(x, torch.randint(-1, 2, (len(x), 2), generator=generator))
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        loss = nn.functional.cross_entropy(network(moved[rows].to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant(caught_by="test_it_reads_digits_that_moved")
def one_shift_for_all(x, y, *, seed, steps=400, device="cpu"):
    """Believes that the row and the column of a shift are one number: moves along the diagonal."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    moments = Moments(x.shape[1])
    moments.update(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(Standardise(moments.mean, moments.std()), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        shift = torch.randint(-1, 2, (len(rows), 1), generator=generator).expand(-1, 2)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant(caught_by="test_it_reads_digits_that_moved")
def shuffles_the_labels_away(x, y, *, seed, steps=400, device="cpu"):
    """Believes that pictures and labels may be drawn one after the other: two balanced batches that do not belong together."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    moments = Moments(x.shape[1])
    moments.update(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(Standardise(moments.mean, moments.std()), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows, others = balanced_indices(y, 6, generator), balanced_indices(y, 6, generator)
        shift = torch.randint(-1, 2, (len(rows), 2), generator=generator)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[others].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant(caught_by="test_rare_classes_are_heard")
def takes_batches_as_they_come(x, y, *, seed, steps=400, device="cpu"):
    """Believes that any random batch is a fair one."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    moments = Moments(x.shape[1])
    moments.update(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(Standardise(moments.mean, moments.std()), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = torch.randint(len(x), (6 * len(y.unique()),), generator=generator)
        shift = torch.randint(-1, 2, (len(rows), 2), generator=generator)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant(caught_by="test_units_do_not_matter")
def learns_in_the_scanners_units(x, y, *, seed, steps=400, device="cpu"):
    """Believes that a network finds the scale of its inputs by itself."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(*head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        shift = torch.randint(-1, 2, (len(rows), 2), generator=generator)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant(caught_by="test_units_do_not_matter")
def one_scale_for_all_channels(x, y, *, seed, steps=400, device="cpu"):
    """Believes that one mean and one deviation will do for all channels."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    c = x.shape[1]
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    standardise = Standardise(x.mean().expand(c).clone(), x.std(correction=0).expand(c).clone())
    network = nn.Sequential(standardise, *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        shift = torch.randint(-1, 2, (len(rows), 2), generator=generator)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant(caught_by="test_each_picture_is_read_alone")
def standardises_by_the_batch(x, y, *, seed, steps=400, device="cpu"):
    """Believes that a batch norm in front, left in training mode, standardises as well as anything."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(nn.BatchNorm2d(x.shape[1], affine=False), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        shift = torch.randint(-1, 2, (len(rows), 2), generator=generator)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().train()


@mutant(caught_by="test_data_and_seed_decide")
def has_a_favourite_seed(x, y, *, seed, steps=400, device="cpu"):
    """Believes that 42 is the seed."""
    torch.manual_seed(42)
    generator = torch.Generator().manual_seed(42)
    moments = Moments(x.shape[1])
    moments.update(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(Standardise(moments.mean, moments.std()), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        shift = torch.randint(-1, 2, (len(rows), 2), generator=generator)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant(caught_by="test_data_and_seed_decide")
def trains_in_float32(x, y, *, seed, steps=400, device="cpu"):
    """Believes that float32 is the only dtype of networks."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    x = x.float()
    moments = Moments(x.shape[1])
    moments.update(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(Standardise(moments.mean, moments.std()), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        shift = torch.randint(-1, 2, (len(rows), 2), generator=generator)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()
