"""Wrong: believes that the data should be centred first, as for PCA (the model is then shown pictures that are not)."""


def train_autoencoder(x, *, seed, k=8, epochs=60, device="cpu"):
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(device, x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    centred = (x - x.mean(dim=0)).to(device)
    for _ in range(epochs):
        train_epoch(model, optimiser, centred, torch.randperm(len(x)).to(device), 128)
    return model.cpu()
