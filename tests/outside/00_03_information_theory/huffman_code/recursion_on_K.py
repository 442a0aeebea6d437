"""Right: as in the proof: join the two rarest, solve the smaller problem by recursion, split the pair again."""


def huffman_code(probs):
    probs = list(map(float, probs))
    if len(probs) == 1:
        return [""]
    b, a = sorted(range(len(probs)), key=probs.__getitem__)[:2]
    rest = [i for i in range(len(probs)) if i not in (a, b)]
    *others, pair = huffman_code([probs[i] for i in rest] + [probs[a] + probs[b]])
    words = dict(zip(rest, others))
    words[a], words[b] = pair + "0", pair + "1"
    return [words[i] for i in range(len(probs))]
