"""Right: weights as a dict outside of the module, torch.func.grad; orders by NumPy, drawn in advance; loaded at the
end.
"""


def train_autoencoder(x, *, seed, k=8, epochs=60, device="cpu"):
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k).to(x.dtype).to(device)
    rng = np.random.RandomState(seed % 2**32)
    orders = [torch.from_numpy(rng.permutation(len(x))) for _ in range(epochs)]
    weights = {name: p.detach().clone() for name, p in model.named_parameters()}
    adam = torch.optim.Adam(weights.values(), lr=5e-3)

    def loss(weights, batch):
        copies = torch.func.functional_call(model, weights, (batch,))
        return torch.nn.functional.mse_loss(copies, batch)

    slope = torch.func.grad(loss)
    for order in orders:
        for rows in order.split(128):
            gradients = slope(weights, x[rows].to(device))
            for name, weight in weights.items():
                weight.grad = gradients[name]
            adam.step()
    model.load_state_dict(weights)
    return model.cpu()
