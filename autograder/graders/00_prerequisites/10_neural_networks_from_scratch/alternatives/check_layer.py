"""Other right answers to `check_layer`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def by_the_whole_jacobian(layer, arrays, tol=1e-5):
    """Asks back for one output after the other: no g is needed that sees everything."""
    y, back = layer(*arrays)
    basis = np.eye(np.size(y)).reshape(-1, *np.shape(y))
    answers = [back(e) for e in basis]
    if any(len(answer) != len(arrays) for answer in answers):
        return False
    for i, array in enumerate(arrays):
        if any(np.shape(answer[i]) != np.shape(array) for answer in answers):
            return False
        claimed = np.stack([np.ravel(answer[i]) for answer in answers])
        for j in range(array.size):
            d = np.zeros(array.size)
            d[j] = 1e-5
            d = d.reshape(array.shape)
            up = layer(*arrays[:i], array + d, *arrays[i + 1 :])[0]
            down = layer(*arrays[:i], array - d, *arrays[i + 1 :])[0]
            if not np.all(np.abs(claimed[:, j] - np.ravel(up - down) / 2e-5) <= tol):
                return False
    return True


@alternative
def in_place_and_back_again(layer, arrays, tol=1e-5):
    """Moves entries of copies in place, with a g of its own and a longer step; counts the errors."""
    arrays = [np.array(a) for a in arrays]
    y, back = layer(*arrays)
    g = np.cos(1.0 + 2.3 * np.arange(np.size(y))).reshape(np.shape(y)) + 0.5
    claimed, errors = list(back(g)), 0
    if [np.shape(c) for c in claimed] != [a.shape for a in arrays]:
        return False
    for a, c in zip(arrays, claimed, strict=True):
        flat, wanted = a.reshape(-1), np.ravel(c)
        for j in range(flat.size):
            kept, values = flat[j], []
            for sign in (1, -1):
                flat[j] = kept + sign * 2e-5
                values.append(float(np.sum(g * layer(*arrays)[0])))
            flat[j] = kept
            errors += not (abs(wanted[j] - (values[0] - values[1]) / 4e-5) < tol)
    return errors == 0
