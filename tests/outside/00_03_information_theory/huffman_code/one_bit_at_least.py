"""Wrong: believes that a single outcome needs a bit, too, since an empty word cannot be sent."""


def huffman_code(probs):
    if len(probs) == 1:
        return ["0"]
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
        heapq.heappush(heap, (p + q, a, first + second))
    return words
