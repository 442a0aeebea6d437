"""Right: cumulative squares from the small end, and numpy's searchsorted in them: how many may be left out."""


def rank_for(sigma, tolerance):
    s = np.asarray(sigma)[::-1]
    errors = np.sqrt(np.cumsum(s**2))  # of leaving out the 1, 2, ... smallest
    return len(s) - int(np.searchsorted(errors, tolerance * errors[-1], side="right"))
