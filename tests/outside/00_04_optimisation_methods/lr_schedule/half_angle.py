"""Right: half-angle form, cosine squared, ends handled by name."""


def lr_schedule(step, total, base_lr, warmup=0, min_lr=0.0):
    if step < warmup:
        return base_lr / warmup * (step + 1)
    if step >= total:
        return min_lr + 0.0
    if step == warmup:
        return base_lr + 0.0
    if step == total - 1:
        return min_lr + 0.0
    quarter = 0.5 * math.pi * (step - warmup) / (total - 1 - warmup)
    return min_lr + (base_lr - min_lr) * math.cos(quarter) ** 2
