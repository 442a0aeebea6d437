"""Wrong: believes that all data come in float64, since the notebook's conventions say so."""


def train_autoencoder(x, *, seed, k=8, epochs=60, device="cpu"):
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).double().to(device)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    x = x.double().to(device)
    for _ in range(epochs):
        train_epoch(model, optimiser, x, torch.randperm(len(x)).to(device), 128)
    return model.cpu()
