"""Right: a Node class with __lt__, words read off the tree with a stack."""


class Node:
    count = 0

    def __init__(self, weight, outcome=None, left=None, right=None):
        self.weight, self.outcome, self.left, self.right = weight, outcome, left, right
        Node.count += 1
        self.age = Node.count

    def __lt__(self, other):
        return (self.weight, self.age) < (other.weight, other.age)


def huffman_code(probs):
    heap = [Node(p.item(), outcome=i) for i, p in enumerate(probs)]
    heapq.heapify(heap)
    while len(heap) > 1:
        a = heapq.heappop(heap)
        b = heapq.heappop(heap)
        heapq.heappush(heap, Node(a.weight + b.weight, left=a, right=b))
    code, stack = {}, [(heap[0], "")]
    while stack:
        node, word = stack.pop()
        if node.outcome is not None:
            code[node.outcome] = word
        else:
            stack += [(node.left, word + "0"), (node.right, word + "1")]
    return [code[i] for i in sorted(code)]
