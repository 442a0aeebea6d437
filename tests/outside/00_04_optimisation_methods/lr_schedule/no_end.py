"""Wrong: believes that the cosine stays at the bottom by itself after the end."""


def lr_schedule(step, total, base_lr, warmup=0, min_lr=0.0):
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = (step - warmup) / max(1, total - 1 - warmup)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))
