"""Right: no flattening: tensordot over all input axes, repetitions by recursion on n_iter."""


def spectral_normalise(W, u, n_iter=1):
    inputs = list(range(1, W.ndim))
    axes = list(range(W.ndim - 1))

    @torch.no_grad()
    def once(left):
        v = torch.tensordot(left, W, dims=([0], [0]))
        v = v / torch.clamp(v.square().sum().sqrt(), min=1e-12)
        left = torch.tensordot(W, v, dims=(inputs, axes))
        return left / torch.clamp(left.square().sum().sqrt(), min=1e-12), v

    if n_iter > 1:
        u = once(u)[0]
        return spectral_normalise(W, u, n_iter - 1)
    left, v = once(u)
    sigma = (left * torch.tensordot(W, v, dims=(inputs, axes))).sum()
    return W / torch.clamp(sigma, min=1e-12), left
