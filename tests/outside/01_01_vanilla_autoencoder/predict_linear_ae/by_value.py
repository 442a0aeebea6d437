"""Wrong: the others found by value: whatever is not equal to a chosen eigenvalue.

With ties an eigenvalue that was not chosen equals one that was, and is missing from the loss.
"""


def predict_linear_ae(eigenvalues, chosen):
    inside = [float(eigenvalues[i]) for i in chosen]
    outside = [value for value in eigenvalues.tolist() if value not in inside]
    loss = sum(outside)
    curvature = 2 * (min(inside) - max(outside)) if outside else 0.0
    return loss, curvature, curvature >= 0
