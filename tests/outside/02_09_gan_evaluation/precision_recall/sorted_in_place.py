"""Right: one matrix of distances of all rows together, cut into its blocks; sort along the rows."""


def precision_recall(real, fake, k=3):
    n = len(real)
    everything = torch.cat([real, fake]).double()
    distance = (everything[:, None] - everything[None]).norm(dim=2)
    r_real = distance[:n, :n].sort(dim=1).values[:, k]
    r_fake = distance[n:, n:].sort(dim=1).values[:, k]
    precision = (distance[n:, :n] <= r_real).any(dim=1)
    recall = (distance[n:, :n] <= r_fake[:, None]).any(dim=0)
    return float(precision.double().mean()), float(recall.double().mean())
