"""Right: equation (12) with max(..., 1) as the divisor."""


def lr_schedule(step, total, base_lr, warmup=0, min_lr=0.0):
    if step < warmup:
        return base_lr * (step + 1) / warmup
    if step >= total:
        return min_lr
    progress = (step - warmup) / max(total - 1 - warmup, 1)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))
