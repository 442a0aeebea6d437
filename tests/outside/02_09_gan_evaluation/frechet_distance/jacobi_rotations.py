"""Right: no linear-algebra library: eigenvalues by Jacobi rotations on lists of Python floats."""


def _jacobi(matrix):
    a = [row[:] for row in matrix]
    n = len(a)
    v = [[float(i == j) for j in range(n)] for i in range(n)]
    scale = max((abs(entry) for row in a for entry in row), default=0.0)
    for _ in range(60):
        off = max((abs(a[i][j]) for i in range(n) for j in range(i)), default=0.0)
        if off <= 1e-18 * scale:
            break
        for p in range(n):
            for q in range(p + 1, n):
                if a[p][q] == 0.0:
                    continue
                theta = 0.5 * math.atan2(2 * a[p][q], a[q][q] - a[p][p])
                c, s = math.cos(theta), math.sin(theta)
                for i in range(n):
                    a[i][p], a[i][q] = c * a[i][p] - s * a[i][q], s * a[i][p] + c * a[i][q]
                for i in range(n):
                    a[p][i], a[q][i] = c * a[p][i] - s * a[q][i], s * a[p][i] + c * a[q][i]
                for i in range(n):
                    v[i][p], v[i][q] = c * v[i][p] - s * v[i][q], s * v[i][p] + c * v[i][q]
    return [a[i][i] for i in range(n)], v


def _product(a, b):
    return [[math.fsum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


def frechet_distance(mu_1, sigma_1, mu_2, sigma_2):
    m_1, m_2 = mu_1.tolist(), mu_2.tolist()
    s_1, s_2 = (
        [[(s[i][j] + s[j][i]) / 2 for j in range(len(s))] for i in range(len(s))]
        for s in (sigma_1.tolist(), sigma_2.tolist())
    )
    values, vectors = _jacobi(s_1)
    half = [[entry * math.sqrt(max(value, 0.0)) for entry, value in zip(row, values)] for row in vectors]
    flipped = [list(column) for column in zip(*half)]  # half = Q sqrt(Lambda), so half half' = sigma_1
    middle = _product(_product(flipped, s_2), half)
    middle = [[(middle[i][j] + middle[j][i]) / 2 for j in range(len(middle))] for i in range(len(middle))]
    overlap = math.fsum(math.sqrt(max(value, 0.0)) for value in _jacobi(middle)[0])
    d2 = math.fsum((a - b) ** 2 for a, b in zip(m_1, m_2))
    d2 += math.fsum(s_1[i][i] + s_2[i][i] for i in range(len(s_1))) - 2 * overlap
    return max(d2, 0.0)
