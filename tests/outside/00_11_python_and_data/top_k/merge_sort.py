"""Right: a merge sort written by hand, recursive."""


def top_k(scores, k):
    s = [float(v) for v in scores]

    def comes_first(i, j):
        """Whether i may stand before j (i is the earlier of the two)."""
        if s[j] != s[j]:
            return True
        return s[i] >= s[j]  # False if s[i] is NaN

    def sort(part):
        if len(part) < 2:
            return part
        a, b = sort(part[: len(part) // 2]), sort(part[len(part) // 2 :])
        out, p, q = [], 0, 0
        while p < len(a) and q < len(b):
            if comes_first(a[p], b[q]):
                out.append(a[p])
                p += 1
            else:
                out.append(b[q])
                q += 1
        return out + a[p:] + b[q:]

    return np.array(sort(list(range(len(s))))[:k], dtype=np.int64)
