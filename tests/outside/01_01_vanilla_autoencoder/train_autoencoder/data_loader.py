"""Right: DataLoader that shuffles with a generator of its own, mse_loss; weights drawn inside fork_rng, model in eval
mode.
"""

from torch.utils.data import DataLoader, TensorDataset


def train_autoencoder(x, *, seed, k=8, epochs=60, device="cpu"):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = Autoencoder(x.shape[1], k)
    model = model.to(device, x.dtype)
    loader = DataLoader(
        TensorDataset(x), batch_size=128, shuffle=True, generator=torch.Generator().manual_seed(seed + 1)
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    criterion = nn.MSELoss()
    model.train()
    for _ in range(epochs):
        for (batch,) in loader:
            batch = batch.to(device)
            optimizer.zero_grad(set_to_none=True)
            criterion(model(batch), batch).backward()
            optimizer.step()
    return model.eval().to("cpu")
