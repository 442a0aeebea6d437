"""Right: a mask in numpy, a table of all differences; numpy numbers come back, is_minimum as numpy's bool."""

import numpy as np


def predict_linear_ae(eigenvalues, chosen):
    values = np.asarray(eigenvalues)
    taken = np.isin(np.arange(values.size), chosen)
    table = 2 * np.subtract.outer(values[taken], values[~taken])
    return values[~taken].sum(), table.min(), np.all(table >= 0)
