"""Wrong: believes that the cosine has total - warmup steps to go (the last step does not reach min_lr)."""


def lr_schedule(step, total, base_lr, warmup=0, min_lr=0.0):
    if step < warmup:
        return base_lr * (step + 1) / warmup
    if step >= total:
        return min_lr
    progress = (step - warmup) / (total - warmup)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))
