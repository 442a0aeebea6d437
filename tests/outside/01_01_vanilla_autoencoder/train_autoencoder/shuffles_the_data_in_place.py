"""Wrong: believes that shuffling x itself is a new order and harms nobody (it changes the caller's data)."""


def train_autoencoder(x, *, seed, k=8, epochs=60, device="cpu"):
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(device, x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(epochs):
        x[:] = x[torch.randperm(len(x))]
        train_epoch(model, optimiser, x.to(device), torch.arange(len(x)).to(device), 128)
    return model.cpu()
