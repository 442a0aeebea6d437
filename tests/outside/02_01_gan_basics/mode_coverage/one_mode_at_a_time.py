"""Right: a class with a running nearest centre, one centre after the other; strictly nearer replaces."""


class Nearest:
    def __init__(self, n):
        self.distance = torch.full((n,), float("inf"), dtype=torch.float64)
        self.index = torch.full((n,), -1)

    def see(self, k, distance):
        nearer = distance < self.distance  # False for NaN
        self.distance = torch.where(nearer, distance, self.distance)
        self.index = torch.where(nearer, torch.full_like(self.index, k), self.index)


def mode_coverage(samples, centres, sigma, within=3.0, least=1):
    nearest = Nearest(len(samples))
    for k, centre in enumerate(centres.double()):
        nearest.see(k, torch.linalg.vector_norm(samples.double() - centre, dim=1))
    hit = nearest.distance <= within * sigma
    counts = [int((hit & (nearest.index == k)).sum()) for k in range(len(centres))]
    return sum(c >= least for c in counts), hit.sum().item() / len(samples)
