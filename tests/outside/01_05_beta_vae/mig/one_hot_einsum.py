"""Right: one-hot vectors and einsum give all tables of counts at once; xlogy for empty cells. A 0-dim tensor comes back."""


def mig(codes, factors):
    Z = functional.one_hot(codes).double()  # [N, D, A]
    V = functional.one_hot(factors).double()  # [N, F, B]
    joint = torch.einsum("nda,nfb->dfab", Z, V) / len(codes)
    pz, pv = joint.sum(3, keepdim=True), joint.sum(2, keepdim=True)
    info = torch.special.xlogy(joint, joint).sum((2, 3)) - torch.special.xlogy(joint, pz * pv).sum((2, 3))
    pv = V.mean(dim=0)
    entropy = -torch.special.xlogy(pv, pv).sum(dim=1)
    best = info.sort(dim=0, descending=True).values
    return ((best[0] - best[1]) / entropy).mean()
