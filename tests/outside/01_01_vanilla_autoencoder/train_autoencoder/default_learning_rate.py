"""Wrong: believes that "torch's defaults" includes the learning rate (0.001 in place of 0.005)."""


def train_autoencoder(x, *, seed, k=8, epochs=60, device="cpu"):
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(device, x.dtype)
    optimiser = torch.optim.Adam(model.parameters())
    data = x.to(device)
    for _ in range(epochs):
        train_epoch(model, optimiser, data, torch.randperm(len(x)).to(device), 128)
    return model.cpu()
