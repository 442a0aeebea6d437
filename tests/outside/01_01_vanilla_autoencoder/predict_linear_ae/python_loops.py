"""Right: plain Python: two lists, and every pair (p, q) tried in two loops."""


def predict_linear_ae(eigenvalues, chosen):
    values = [float(value) for value in eigenvalues]
    inside = [values[i] for i in range(len(values)) if i in chosen]
    outside = [values[i] for i in range(len(values)) if i not in chosen]
    loss = 0.0
    for value in outside:
        loss += value
    curvature = float("inf")
    for p in inside:
        for q in outside:
            curvature = min(curvature, 2 * (p - q))
    return loss, curvature, curvature >= 0
