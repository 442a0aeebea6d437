"""Right: Huffman's tree for the possible outcomes only; the impossible ones are hung beside the rarest of them."""


def huffman_code(probs):
    p = [float(each) for each in probs]
    possible = [i for i, share in enumerate(p) if share > 0]
    impossible = [i for i, share in enumerate(p) if share == 0]
    words = ["" for _ in p]
    groups = {(i,): p[i] for i in possible}
    while len(groups) > 1:
        first = min(groups, key=groups.get)
        p_first = groups.pop(first)
        second = min(groups, key=groups.get)
        p_second = groups.pop(second)
        for i in first:
            words[i] = "0" + words[i]
        for i in second:
            words[i] = "1" + words[i]
        groups[first + second] = p_first + p_second
    if impossible:
        rarest = min(possible, key=lambda i: p[i])
        stem = words[rarest]
        words[rarest] = stem + "0"
        digits_needed = (len(impossible) - 1).bit_length()
        for number, i in enumerate(impossible):
            tail = format(number, "b").zfill(digits_needed) if digits_needed else ""
            words[i] = stem + "1" + tail
    return words
