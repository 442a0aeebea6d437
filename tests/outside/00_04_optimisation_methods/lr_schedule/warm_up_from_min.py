"""Wrong: believes that the warm-up rises from min_lr, as the cosine ends there."""


def lr_schedule(step, total, base_lr, warmup=0, min_lr=0.0):
    if step < warmup:
        return min_lr + (base_lr - min_lr) * (step + 1) / warmup
    if step >= total:
        return min_lr
    progress = (step - warmup) / max(total - 1 - warmup, 1)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))
