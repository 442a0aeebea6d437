"""Right: sort once, ascending: it is a minimum if nobody chosen stands before somebody who is not (ties: chosen last)."""


def predict_linear_ae(eigenvalues, chosen):
    line = sorted((float(value), i in set(chosen)) for i, value in enumerate(eigenvalues.tolist()))
    flags = [flag for _, flag in line]
    weakest = next(value for value, flag in line if flag)
    strongest = next(value for value, flag in reversed(line) if not flag)
    loss = sum(value for value, flag in line if not flag)
    return loss, 2.0 * (weakest - strongest), flags == sorted(flags)
