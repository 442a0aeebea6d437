"""Wrong: the noise is put on the training images once, before the loop ("fresh each time" read as fresh in each training).

The network sees the same grain again and again, and learns it by heart: surer of itself than Bayes allows.
"""


def train_features(x, labels, *, seed, device="cpu", steps=800):
    torch.manual_seed(seed)
    model = FeatureNet(x.shape[1])
    clean = x.float()
    noisy = clean + 0.2 * torch.randn_like(clean)
    opt = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        rows = torch.randint(len(x), (128,))
        opt.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        opt.zero_grad()
        functional.cross_entropy(model(noisy[rows]), labels[rows]).backward()
        opt.step()
    with torch.no_grad():
        h = model.body(clean)
        model.mean.copy_(h.mean(0))
        model.std.copy_(h.std(0).clamp(min=1e-6))
    return model
