"""Right: SciPy's k-d tree over the centres, asked about the finite samples only; numpy's bincount."""

from scipy.spatial import cKDTree


def mode_coverage(samples, centres, sigma, within=3.0, least=1):
    s = samples.detach().numpy()
    fine = s[np.isfinite(s).all(axis=1)]
    if len(fine) == 0:
        return 0, 0.0
    distance, index = cKDTree(centres.numpy()).query(fine)
    index = index[distance <= within * sigma]
    counts = np.bincount(index, minlength=len(centres))
    return int(np.count_nonzero(counts >= least)), float(len(index) / len(s))
