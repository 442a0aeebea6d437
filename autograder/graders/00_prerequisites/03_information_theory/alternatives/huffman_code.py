"""Other right answers to `huffman_code`, which must have full marks. Each docstring says how it differs."""

from autograder.testing import alternative


@alternative
def huffman_by_sorting(probs):
    """Sorts a list in each step, keeps dictionaries of words, and gives the rarer group the 1."""
    groups = [(float(prob), {outcome: ""}) for outcome, prob in enumerate(probs)]
    while len(groups) > 1:
        groups.sort(key=lambda group: group[0])
        (p, rare), (q, other) = groups[:2]
        joined = {outcome: "1" + word for outcome, word in rare.items()}
        joined |= {outcome: "0" + word for outcome, word in other.items()}
        groups = [(p + q, joined), *groups[2:]]
    words = groups[0][1]
    return [words[outcome] for outcome in range(len(probs))]


@alternative
def huffman_by_tree(probs):
    """Builds a tree of nested tuples and walks it; settles ties by the largest outcome; returns a tuple."""
    nodes = [(prob, -outcome, outcome) for outcome, prob in enumerate(probs.tolist())]
    number = len(nodes)
    while len(nodes) > 1:
        nodes = sorted(nodes, key=lambda node: node[:2])
        a, b, *rest = nodes
        nodes = [*rest, (a[0] + b[0], number, (a[2], b[2]))]
        number += 1
    words = {}

    def walk(node, word):
        if isinstance(node, tuple):
            walk(node[0], word + "0")
            walk(node[1], word + "1")
        else:
            words[node] = word

    walk(nodes[0][2], "")
    return tuple(words[outcome] for outcome in range(len(probs)))


@alternative
def huffman_by_lengths(probs):
    """Finds the lengths of the words first, by counting joins; then hands out words in order of length (canonical code)."""
    lengths = [0] * len(probs)
    groups = [(prob, [outcome]) for outcome, prob in enumerate(probs.tolist())]
    while len(groups) > 1:
        groups.sort()
        (p, a), (q, b) = groups.pop(0), groups.pop(0)
        for outcome in a + b:
            lengths[outcome] += 1
        groups.append((p + q, a + b))
    words, number, last = [""] * len(probs), 0, 0
    for outcome in sorted(range(len(probs)), key=lambda i: lengths[i]):
        number <<= lengths[outcome] - last
        last = lengths[outcome]
        words[outcome] = format(number, f"0{last}b") if last else ""
        number += 1
    return words
