"""Trains the digit classifier: ``python -m autograder.metrics.train_digit_classifier [FILE]``.

On the 1297 training digits of ``journey.data``, moved by up to a pixel and with noise, with Adam and a cosine schedule.
The weights that are committed were written by this script (the accuracy is in the file's metadata and in
``docs/metrics.md``); running it again gives the same on one machine and nearly the same on another.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch.nn.functional import cross_entropy, pad

import journey.data
from autograder.metrics.digit_classifier import WEIGHTS, DigitNetwork

EPOCHS, BATCH, RATE, DECAY, NOISE, SEED = 60, 64, 3e-3, 1e-3, 0.08, 0


def train(seed: int = SEED, epochs: int = EPOCHS) -> DigitNetwork:
    """Train on the digits for training; float32, one thread, a minute or less."""
    data = journey.data.digits()
    images, labels = data.train.float().reshape(-1, 1, 8, 8), data.train_labels
    torch.manual_seed(seed)
    network = DigitNetwork()
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = epochs * math.ceil(len(images) / BATCH)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(epochs):
        for rows in torch.randperm(len(images)).split(BATCH):
            loss = cross_entropy(network(augment(images[rows])), labels[rows], label_smoothing=0.02)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    with torch.no_grad():
        features = network.body(images)
        network.mean, network.scale = features.mean(0), features.std(0)
    return network


def augment(images: torch.Tensor) -> torch.Tensor:
    """Move each image of a batch ``[N, 1, 8, 8]`` by -1, 0 or 1 pixel (half of them not at all), and add noise."""
    shifts = torch.randint(-1, 2, (len(images), 2)) * (torch.rand(len(images), 1) < 0.5)
    rows, columns = ((torch.arange(8) + 1 + shift[:, None]) for shift in shifts.unbind(1))
    padded = pad(images, (1, 1, 1, 1))
    moved = padded[torch.arange(len(images))[:, None, None], 0, rows[:, :, None], columns[:, None, :]]
    return moved[:, None] + NOISE * torch.randn_like(images)


def accuracy(network: DigitNetwork) -> float:
    """The share of the 500 test digits that the network names."""
    data = journey.data.digits()
    with torch.no_grad():
        guesses = network.eval()(data.test.float().reshape(-1, 1, 8, 8)).argmax(1)
    return float((guesses == data.test_labels).double().mean())


def main(path: Path = WEIGHTS) -> None:
    """Train, write the weights, and say how good they are."""
    torch.set_num_threads(1)
    network = train()
    share = accuracy(network)
    about = {"accuracy": f"{share:.3f}", "data": "journey.data.digits(), 500 test images", "seed": str(SEED)}
    save_file(network.state_dict(), path, about)
    sys.stdout.write(f"{path.name}: {share:.1%} of 500 test digits\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
