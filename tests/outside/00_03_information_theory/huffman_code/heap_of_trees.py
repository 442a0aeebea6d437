"""Wrong: believes that a heap of (probability, tree) is enough (equal probabilities compare an int with a tuple)."""


def huffman_code(probs):
    heap = [(p, i) for i, p in enumerate(probs.tolist())]
    heapq.heapify(heap)
    while len(heap) > 1:
        p, a = heapq.heappop(heap)
        q, b = heapq.heappop(heap)
        heapq.heappush(heap, (p + q, (a, b)))
    words = [""] * len(probs)

    def walk(tree, word):
        if isinstance(tree, int):
            words[tree] = word
        else:
            walk(tree[0], word + "0")
            walk(tree[1], word + "1")

    walk(heap[0][1], "")
    return words
