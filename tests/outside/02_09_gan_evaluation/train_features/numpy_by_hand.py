"""Right: forward, backward and Adam written by hand in numpy (a course on backpropagation); weights copied into a FeatureNet."""


def train_features(x, labels, *, seed, device="cpu", steps=800):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = FeatureNet(x.shape[1])
    data, truth = x.numpy().astype(np.float32), np.eye(10, dtype=np.float32)[labels.numpy()]
    W = [p.detach().numpy().copy() for p in model.parameters()]  # W1 b1 W2 b2 W3 b3
    first, second = [np.zeros_like(w) for w in W], [np.zeros_like(w) for w in W]
    for t in range(steps):
        rows = rng.integers(len(data), size=128)
        a0 = data[rows] + 0.2 * rng.standard_normal((128, data.shape[1])).astype(np.float32)
        h1 = a0 @ W[0].T + W[1]
        a1 = np.maximum(h1, 0)
        h2 = a1 @ W[2].T + W[3]
        a2 = np.maximum(h2, 0)
        out = a2 @ W[4].T + W[5]
        p = np.exp(out - out.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        d3 = (p - truth[rows]) / 128
        d2 = (d3 @ W[4]) * (h2 > 0)
        d1 = (d2 @ W[2]) * (h1 > 0)
        grads = [d1.T @ a0, d1.sum(0), d2.T @ a1, d2.sum(0), d3.T @ a2, d3.sum(0)]
        for i, g in enumerate(grads):
            first[i] = 0.9 * first[i] + 0.1 * g
            second[i] = 0.999 * second[i] + 0.001 * g * g
            m, v = first[i] / (1 - 0.9 ** (t + 1)), second[i] / (1 - 0.999 ** (t + 1))
            W[i] = (W[i] - 0.005 * (1 - t / steps) * m / (np.sqrt(v) + 1e-8)).astype(np.float32)
    with torch.no_grad():
        for parameter, w in zip(model.parameters(), W):
            parameter.copy_(torch.from_numpy(w))
        h = model.body(torch.from_numpy(data))
        model.mean.copy_(h.mean(0))
        model.std.copy_(h.std(0).clamp(min=1e-6))
    return model
