"""Right: an autograd.Function with the backward pass written by hand."""


class _DivideBySigma(torch.autograd.Function):
    @staticmethod
    def forward(ctx, W, u, v):
        raw = float(u @ W.reshape(len(W), -1) @ v)
        sigma = max(raw, 1e-12)
        ctx.save_for_backward(W, u, v)
        ctx.sigma, ctx.moves = sigma, raw > 1e-12
        return W / sigma

    @staticmethod
    def backward(ctx, grad):
        W, u, v = ctx.saved_tensors
        out = grad / ctx.sigma
        if ctx.moves:
            out = out - (grad * W).sum() / ctx.sigma**2 * torch.outer(u, v).reshape(W.shape)
        return out, None, None


def spectral_normalise(W, u, n_iter=1):
    with torch.no_grad():
        M = W.reshape(len(W), -1)
        for _ in range(n_iter):
            v = M.T @ u
            v = v / v.norm().clamp(min=1e-12)
            u = M @ v
            u = u / u.norm().clamp(min=1e-12)
    return _DivideBySigma.apply(W, u, v), u
