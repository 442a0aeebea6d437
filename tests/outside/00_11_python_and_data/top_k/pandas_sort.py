"""Right: pandas: sort_values, stable, NaN last."""


def top_k(scores, k):
    table = pd.Series(np.asarray(scores))
    ranked = table.sort_values(ascending=False, kind="stable", na_position="last")
    return ranked.index.to_numpy(dtype=np.int64)[:k]
