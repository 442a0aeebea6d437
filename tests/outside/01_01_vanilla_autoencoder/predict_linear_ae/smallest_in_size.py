"""Wrong: "smallest second derivative" read as the one nearest to zero.

Agrees wherever all turnings go uphill; at a saddle the smallest is the most negative one, the steepest way down.
"""


def predict_linear_ae(eigenvalues, chosen):
    inside = [float(eigenvalues[i]) for i in chosen]
    outside = [float(v) for i, v in enumerate(eigenvalues) if i not in chosen]
    all_of_them = [2 * (p - q) for p in inside for q in outside]
    return sum(outside), min(all_of_them, key=abs), min(all_of_them) >= 0
