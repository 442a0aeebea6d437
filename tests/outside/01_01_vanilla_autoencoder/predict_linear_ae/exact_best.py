"""Wrong: a minimum is where the loss is that of the k largest; compared exactly, with == on floats.

Two sums of the same numbers in another order may differ in the last bit, so at some true minima it says False.
"""


def predict_linear_ae(eigenvalues, chosen):
    k = len(chosen)
    inside = eigenvalues[chosen]
    loss = eigenvalues.sum() - inside.sum()
    best = eigenvalues.sort().values[: len(eigenvalues) - k].sum()
    others = [value for i, value in enumerate(eigenvalues.tolist()) if i not in chosen]
    return float(loss), float(2 * (inside.min() - max(others))), bool(loss == best)
