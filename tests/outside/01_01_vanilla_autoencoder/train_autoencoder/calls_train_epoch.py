"""Right: seed, model, Adam, train_epoch with torch.randperm, all from the global generator."""


def train_autoencoder(x, *, seed, k=8, epochs=60, device="cpu"):
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(device=device, dtype=x.dtype)
    data = x.to(device)
    adam = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(epochs):
        train_epoch(model, adam, data, torch.randperm(len(x)).to(device), 128)
    return model.cpu()
