"""Right: torch.kthvalue with k + 1, since the row itself is one of those at distance 0; exact cdist; float64."""


def precision_recall(real, fake, k=3):
    def distances(a, b):
        return torch.cdist(a.double(), b.double(), compute_mode="donot_use_mm_for_euclid_dist")

    def share(points, centres):
        radii = distances(centres, centres).kthvalue(k + 1, dim=1).values
        return (distances(points, centres) <= radii).any(dim=1).double().mean().item()

    return share(fake, real), share(real, fake)
