"""Right: torch, branch-free: every case computed, torch.where chooses."""


def lr_schedule(step, total, base_lr, warmup=0, min_lr=0.0):
    t = torch.tensor(float(step), dtype=torch.float64)
    low = torch.tensor(float(min_lr), dtype=torch.float64)
    ramp = base_lr * (t + 1) / max(warmup, 1)
    progress = ((t - warmup) / max(total - 1 - warmup, 1)).clamp(0, 1)
    wave = low + 0.5 * (base_lr - low) * (1 + torch.cos(torch.pi * progress))
    rate = torch.where(t < warmup, ramp, torch.where(t < total, wave, low))
    return rate.item()
