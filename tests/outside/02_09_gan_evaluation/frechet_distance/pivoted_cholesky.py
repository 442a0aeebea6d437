"""Right: factors by a Cholesky decomposition with pivots that stops at the rank, written out in loops."""


def _cholesky(sigma):
    rest = sigma.detach().double().clone()
    limit = 1e-15 * float(rest.diagonal().clamp(min=0).sum())
    columns = []
    for _ in range(len(rest)):
        p = int(rest.diagonal().argmax())
        if float(rest[p, p]) <= limit:
            break
        column = rest[:, p] / rest[p, p].sqrt()
        columns.append(column)
        rest -= torch.outer(column, column)
        rest[p, :] = 0
        rest[:, p] = 0
    return torch.stack(columns, dim=1) if columns else torch.zeros(len(rest), 1, dtype=torch.float64)


def frechet_distance(mu_1, sigma_1, mu_2, sigma_2):
    best = torch.linalg.svdvals(_cholesky(sigma_1).T @ _cholesky(sigma_2)).sum().item()
    squared = torch.dist(mu_1.double(), mu_2.double()).item() ** 2
    traces = torch.trace(sigma_1.double()).item() + torch.trace(sigma_2.double()).item()
    return max(0.0, squared + traces - 2 * best)
