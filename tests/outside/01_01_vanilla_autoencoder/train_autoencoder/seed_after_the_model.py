"""Wrong: believes that the seed may be set just before the loop (the initial weights are drawn before it)."""


def train_autoencoder(x, *, seed, k=8, epochs=60, device="cpu"):
    model = Autoencoder(x.shape[1], k, hidden=128).to(device, x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    data = x.to(device)
    torch.manual_seed(seed)
    for _ in range(epochs):
        train_epoch(model, optimiser, data, torch.randperm(len(data)).to(device), 128)
    return model.cpu()
