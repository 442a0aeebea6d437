"""Right: plain Python loops, one backward pass for each entry of z, compared by math.isclose with math.exp."""


def _entries_agree(sample, rows, columns, dtype):
    means = [[math.sin(3 * i + 5 * j) for j in range(columns)] for i in range(rows)]
    logs = [[2.5 * math.cos(2 * i + 7 * j + 1) for j in range(columns)] for i in range(rows)]
    throws = [[2.1 * math.sin(11 * i + 2 * j + 4) for j in range(columns)] for i in range(rows)]
    mu = torch.tensor(means, dtype=dtype, requires_grad=True)
    log_var = torch.tensor(logs, dtype=dtype, requires_grad=True)
    eps = torch.tensor(throws, dtype=dtype)
    means, logs, throws = mu.tolist(), log_var.tolist(), eps.tolist()  # as they are after rounding to this dtype
    z = sample(mu, log_var, eps)
    if not isinstance(z, torch.Tensor) or list(z.shape) != [rows, columns] or z.dtype is not dtype:
        return False
    for before, now in ((means, mu), (logs, log_var), (throws, eps)):
        if now.tolist() != before:
            return False
    for i in range(rows):
        for j in range(columns):
            sigma = math.exp(logs[i][j] / 2)
            if not math.isclose(z[i, j].item(), means[i][j] + sigma * throws[i][j], rel_tol=1e-4, abs_tol=1e-4):
                return False
            slopes = torch.autograd.grad(z[i, j], (mu, log_var), retain_graph=True)
            for slope, wanted in zip(slopes, (1.0, sigma * throws[i][j] / 2)):
                for r, row in enumerate(slope.tolist()):
                    for c, value in enumerate(row):
                        goal = wanted if (r, c) == (i, j) else 0.0
                        if not math.isclose(value, goal, rel_tol=1e-4, abs_tol=1e-4):
                            return False
    return True


def is_reparameterised(sample):
    for rows, columns, dtype in ((2, 3, torch.float64), (4, 2, torch.float32), (1, 1, torch.float64)):
        try:
            with torch.enable_grad():
                good = _entries_agree(sample, rows, columns, dtype)
        except Exception:
            good = False
        if not good:
            return False
    return True
