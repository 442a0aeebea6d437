"""Right: a list that is sorted again before each joining; each group is a dictionary of its words so far."""


def huffman_code(probs):
    groups = [(float(p), {i: ""}) for i, p in enumerate(probs)]
    while len(groups) > 1:
        groups = sorted(groups, key=lambda group: -group[0])
        p, rare = groups.pop()
        q, next_rare = groups.pop()
        joined = {i: "1" + word for i, word in rare.items()}
        joined.update({i: "0" + word for i, word in next_rare.items()})
        groups.append((p + q, joined))
    words = groups[0][1]
    return [words[i] for i in range(len(probs))]
