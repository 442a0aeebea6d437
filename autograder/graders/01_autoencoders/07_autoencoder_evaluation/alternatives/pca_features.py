"""Other right answers to `pca_features`, which must have full marks. Each docstring says how it differs."""

from autograder.testing import alternative


@alternative
def features_by_eigenvectors(reference, x, k):
    """Eigenvectors of the covariance, turned round, in NumPy; returns an array."""
    import numpy as np

    A, X = reference.double().numpy(), x.double().numpy()
    if k < 1 or k > min(A.shape):
        raise ValueError("no such k")
    values, vectors = np.linalg.eigh(np.cov(A.T).reshape(A.shape[1], A.shape[1]))
    chosen = vectors[:, np.argsort(values)[::-1][:k]]
    return ((X - A.mean(axis=0)) @ chosen).astype(str(x.dtype).removeprefix("torch."))
