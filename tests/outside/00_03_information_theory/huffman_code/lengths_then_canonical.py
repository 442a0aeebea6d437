"""Right: only the lengths from Huffman's joining (NumPy argmin on an array with inf), then the canonical code."""


def huffman_code(probs):
    p = np.array(probs, dtype=np.float64)
    K = len(p)
    length = np.zeros(K, dtype=int)
    group = np.arange(K)  # to which group each outcome belongs
    mass = p.copy()
    for _ in range(K - 1):
        a = int(np.argmin(mass))
        lightest = mass[a]
        mass[a] = np.inf
        b = int(np.argmin(mass))
        length[(group == a) | (group == b)] += 1
        group[group == a] = b
        mass[b] += lightest
    words, value, previous = [""] * K, 0, 0
    for i in np.argsort(length, kind="stable"):
        value <<= int(length[i]) - previous
        previous = int(length[i])
        words[i] = format(value, f"0{previous}b") if previous else ""
        value += 1
    return words
