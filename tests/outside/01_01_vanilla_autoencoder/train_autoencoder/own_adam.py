"""Right: Adam written out by hand (torch's default betas and epsilon), orders from a generator of its own."""


def train_autoencoder(x, *, seed, k=8, epochs=60, device="cpu"):
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    model = Autoencoder(x.size(1), k, 128).to(device).to(x.dtype)
    weights = list(model.parameters())
    first = [torch.zeros_like(w) for w in weights]
    second = [torch.zeros_like(w) for w in weights]
    lr, beta_1, beta_2, tiny, t = 0.005, 0.9, 0.999, 1e-8, 0
    pictures = x.to(device)
    for _ in range(epochs):
        order = torch.randperm(x.size(0), generator=generator)
        for start in range(0, x.size(0), 128):
            batch = pictures[order[start : start + 128].to(device)]
            loss = torch.mean((model(batch) - batch) ** 2)
            gradients = torch.autograd.grad(loss, weights)
            t += 1
            with torch.no_grad():
                for w, g, m, v in zip(weights, gradients, first, second):
                    m.mul_(beta_1).add_(g, alpha=1 - beta_1)
                    v.mul_(beta_2).addcmul_(g, g, value=1 - beta_2)
                    w -= lr * (m / (1 - beta_1**t)) / ((v / (1 - beta_2**t)).sqrt() + tiny)
    return model.to("cpu")
