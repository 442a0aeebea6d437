"""Right: the whole run as a NumPy table (linspace), with one more entry for all that comes after."""


def lr_schedule(step, total, base_lr, warmup=0, min_lr=0.0):
    rise = base_lr * np.arange(1, warmup + 1) / max(warmup, 1)
    angle = np.linspace(0.0, np.pi, total - warmup)
    fall = min_lr + (base_lr - min_lr) * (1 + np.cos(angle)) / 2
    table = np.concatenate([rise, fall, [min_lr]])
    return float(table[min(step, total)])
