"""Other right answers to `train_dae`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def training_with_its_own_generator(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """A generator of its own, a mean instead of the sum (Adam does not mind), an index that walks through the epoch."""
    generator = torch.Generator().manual_seed(seed)
    model = DenoisingAutoencoder(x.shape[1], 256).to(x.dtype)
    with torch.no_grad():
        for layer, fan_in in ((model.encoder, x.shape[1]), (model.decoder, 256)):
            for parameter in layer.parameters():
                parameter.uniform_(-(fan_in**-0.5), fan_in**-0.5, generator=generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(epochs):
        order = torch.randperm(len(x), generator=generator)
        for start in range(0, len(x), 128):
            batch = x[order[start : start + 128]]
            noise = torch.randn(batch.shape, generator=generator, dtype=x.dtype)
            for parameter in model.parameters():
                parameter.grad = None
            (model.denoise(batch + sigma * noise) - batch).pow(2).mean().backward()
            optimiser.step()
    return model
