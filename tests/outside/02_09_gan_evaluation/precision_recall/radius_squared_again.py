"""Wrong: believes that d^2 <= r^2 with a squared root is the same as d <= r: sqrt(3)^2 < 3 puts the edge outside."""


def precision_recall(real, fake, k=3):
    def share(points, centres):
        own = (centres[:, None] - centres[None]).square().sum(dim=-1)
        radii = own.sqrt().sort(dim=1).values[:, k]
        d2 = (points[:, None] - centres[None]).square().sum(dim=-1)
        return float((d2 <= radii**2).any(dim=1).double().mean())

    real, fake = real.double(), fake.double()
    return share(fake, real), share(real, fake)
