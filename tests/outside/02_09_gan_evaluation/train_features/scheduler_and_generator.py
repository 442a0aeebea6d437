"""Right: LambdaLR for the falling rate, a torch.Generator of its own for batches and noise, log_softmax and gather by hand."""

from torch.optim.lr_scheduler import LambdaLR


def train_features(x, labels, *, seed, device="cpu", steps=800):
    torch.manual_seed(seed)
    model = FeatureNet(x.shape[1])
    dice = torch.Generator().manual_seed(seed + 1)
    data = x.to(torch.float32)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    schedule = LambdaLR(optimiser, lambda t: 1 - t / steps)
    model.to(device)
    for _ in range(steps):
        idx = torch.randint(0, data.shape[0], (128,), generator=dice)
        batch = torch.normal(data[idx], 0.2, generator=dice).to(device)
        log_p = model(batch).log_softmax(dim=1)
        loss = -log_p.gather(1, labels[idx].to(device)[:, None]).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    model = model.cpu()
    with torch.no_grad():
        h = model.body(data)
        model.std = h.std(dim=0).clamp(min=1e-6)
        model.mean = h.mean(dim=0)
    return model
