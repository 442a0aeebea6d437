"""Right: a heap of (probability, smallest outcome, members), bits written in front."""


def huffman_code(probs):
    words = [""] * len(probs)
    heap = [(p, i, [i]) for i, p in enumerate(probs.tolist())]
    heapq.heapify(heap)
    while len(heap) > 1:
        p, a, first = heapq.heappop(heap)
        q, b, second = heapq.heappop(heap)
        for i in first:
            words[i] = "0" + words[i]
        for i in second:
            words[i] = "1" + words[i]
        heapq.heappush(heap, (p + q, min(a, b), first + second))
    return words
