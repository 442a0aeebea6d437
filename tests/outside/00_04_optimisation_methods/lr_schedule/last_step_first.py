"""Wrong: believes that the last step has min_lr whatever else holds (also when it is step W or in the warm-up)."""


def lr_schedule(step, total, base_lr, warmup=0, min_lr=0.0):
    if step >= total - 1:
        return min_lr
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = (step - warmup) / (total - 1 - warmup)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))
