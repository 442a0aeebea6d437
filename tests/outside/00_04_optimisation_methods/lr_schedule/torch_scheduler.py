"""Right: torch's own CosineAnnealingLR, walked from the end of the warm-up."""


def lr_schedule(step, total, base_lr, warmup=0, min_lr=0.0):
    if step < warmup:
        return float(base_lr) * (step + 1) / warmup
    if step >= total:
        return float(min_lr)
    if step == warmup:
        return float(base_lr)
    opt = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base_lr)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(opt, T_max=total - 1 - warmup, eta_min=min_lr)
    for _ in range(step - warmup):
        opt.step()
        cosine.step()
    return float(opt.param_groups[0]["lr"])
