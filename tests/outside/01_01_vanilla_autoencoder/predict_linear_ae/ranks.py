"""Wrong: "eigenvectors u_1, ..., u_k" are numbered from the largest, so I sorted first and took chosen as ranks.

The text numbers them so just above; but the docstring says any order, and chosen are indices into what is given.
"""


def predict_linear_ae(eigenvalues, chosen):
    values = sorted(eigenvalues.tolist(), reverse=True)
    inside = [values[i] for i in chosen]
    outside = [v for i, v in enumerate(values) if i not in chosen]
    curvature = 2 * (min(inside) - max(outside))
    return sum(outside), curvature, curvature >= 0
