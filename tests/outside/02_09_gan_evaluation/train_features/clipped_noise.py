"""Wrong: after the noise the pixels are clamped to [0, 1], "since pixels are from 0 to 1".

Where a pixel is 0 or 1 half of the noise is gone: not the recipe. The features learn about half of the grain, and like the
batches without replacement it may not show in what is measured.
"""


def train_features(x, labels, *, seed, device="cpu", steps=800):
    torch.manual_seed(seed)
    model = FeatureNet(x.shape[1])
    x = x.float()
    opt = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        rows = torch.randint(len(x), (128,))
        opt.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        noisy = (x[rows] + 0.2 * torch.randn(128, x.shape[1])).clamp(0, 1)
        opt.zero_grad()
        functional.cross_entropy(model(noisy), labels[rows]).backward()
        opt.step()
    with torch.no_grad():
        h = model.body(x)
        model.mean.copy_(h.mean(0))
        model.std.copy_(h.std(0).clamp(min=1e-6))
    return model
