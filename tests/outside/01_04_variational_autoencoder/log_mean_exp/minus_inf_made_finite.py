"""Wrong: believes that -inf may be replaced by a very low number, so that no NaN can arise."""


def log_mean_exp(a, dim=0):
    a = torch.nan_to_num(a, neginf=torch.finfo(a.dtype).min)
    m = a.max(dim=dim, keepdim=True).values
    return (m + (a - m).exp().mean(dim=dim, keepdim=True).log()).squeeze(dim)
