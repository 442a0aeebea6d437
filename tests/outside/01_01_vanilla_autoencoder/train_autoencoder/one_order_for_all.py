"""Wrong: believes that shuffling once, before the first epoch, is enough (each epoch should have a new order)."""


def train_autoencoder(x, *, seed, k=8, epochs=60, device="cpu"):
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(device, x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    data, order = x.to(device), torch.randperm(len(x)).to(device)
    for _ in range(epochs):
        train_epoch(model, optimiser, data, order, 128)
    return model.cpu()
