"""Right: loops and math.dist; a sample with a NaN or an infinity is passed over."""


def mode_coverage(samples, centres, sigma, within=3.0, least=1):
    places = [tuple(c) for c in centres.tolist()]
    hits = [0] * len(places)
    for s in samples.tolist():
        if not all(math.isfinite(entry) for entry in s):
            continue
        distances = [math.dist(s, c) for c in places]
        nearest = min(range(len(places)), key=distances.__getitem__)
        if distances[nearest] <= within * sigma:
            hits[nearest] += 1
    return sum(h >= least for h in hits), sum(hits) / len(samples)
