"""Right: four cases in a row, mix of the two rates by a weight."""


def lr_schedule(step, total, base_lr, warmup=0, min_lr=0.0):
    if step >= total:
        return float(min_lr)
    if step < warmup:
        return base_lr * (step + 1) / warmup
    left = total - 1 - warmup
    if left == 0:
        return float(base_lr)
    weight = (1 + math.cos(math.pi * (step - warmup) / left)) / 2
    return weight * base_lr + (1 - weight) * min_lr
