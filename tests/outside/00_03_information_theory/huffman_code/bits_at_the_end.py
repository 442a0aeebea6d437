"""Wrong: believes that bits are appended while joining (root bit last: not prefix-free)."""


def huffman_code(probs):
    words = [""] * len(probs)
    heap = [(p, i, [i]) for i, p in enumerate(probs.tolist())]
    heapq.heapify(heap)
    while len(heap) > 1:
        p, a, first = heapq.heappop(heap)
        q, b, second = heapq.heappop(heap)
        for i in first:
            words[i] += "0"
        for i in second:
            words[i] += "1"
        heapq.heappush(heap, (p + q, min(a, b), first + second))
    return words
