"""Right: another algorithm: optimal lengths by package-merge (coin collector), then intervals from left to right."""


def huffman_code(probs):
    p = probs.tolist()
    K = len(p)
    if K == 1:
        return [""]
    coins = sorted((p[i], (i,)) for i in range(K))
    packages = []
    for _ in range(K - 1):  # no word is longer than K - 1
        merged = sorted(coins + packages, key=lambda coin: coin[0])
        packages = [
            (merged[m][0] + merged[m + 1][0], merged[m][1] + merged[m + 1][1]) for m in range(0, len(merged) - 1, 2)
        ]
    lengths = [0] * K
    for _, members in packages[: K - 1]:
        for i in members:
            lengths[i] += 1
    longest = max(lengths)
    words, left = [None] * K, 0  # left end of the interval, in units of 2^-longest
    for i in sorted(range(K), key=lambda i: lengths[i]):
        words[i] = bin((1 << longest) + left)[3 : 3 + lengths[i]]
        left += 1 << (longest - lengths[i])
    return words
