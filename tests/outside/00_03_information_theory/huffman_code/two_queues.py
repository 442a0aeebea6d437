"""Right: two queues (sorted leaves, joined nodes in the order of their making), parent pointers, no heap."""

from collections import deque


def huffman_code(probs):
    K = len(probs)
    weight = probs.tolist()
    leaves = deque(torch.argsort(probs).tolist())
    joined = deque()
    parent, bit = {}, {}

    def take():
        if not joined or (leaves and weight[leaves[0]] <= weight[joined[0]]):
            return leaves.popleft()
        return joined.popleft()

    for new in range(K, 2 * K - 1):
        a, b = take(), take()
        parent[a], parent[b] = new, new
        bit[a], bit[b] = "0", "1"
        weight.append(weight[a] + weight[b])
        joined.append(new)

    words = []
    for node in range(K):
        letters = []
        while node in parent:
            letters.append(bit[node])
            node = parent[node]
        words.append("".join(reversed(letters)))
    return words
