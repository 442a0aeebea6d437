"""Wrong: believes that index k - 1 of the sorted distances is the k-th neighbour (index 0 is the row itself)."""


def precision_recall(real, fake, k=3):
    def share(points, centres):
        mode = "donot_use_mm_for_euclid_dist"
        radii = torch.cdist(centres, centres, compute_mode=mode).topk(k, dim=1, largest=False).values[:, -1]
        return (torch.cdist(points, centres, compute_mode=mode) <= radii).any(dim=1).double().mean().item()

    return share(fake, real), share(real, fake)
