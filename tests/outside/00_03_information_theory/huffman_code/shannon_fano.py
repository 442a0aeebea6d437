"""Wrong: believes that halving the sorted list again and again (Shannon-Fano) gives the shortest code."""


def huffman_code(probs):
    p = probs.tolist()
    words = [""] * len(p)

    def split(outcomes):
        if len(outcomes) < 2:
            return
        total = sum(p[i] for i in outcomes)
        cut = min(range(1, len(outcomes)), key=lambda c: abs(2 * sum(p[i] for i in outcomes[:c]) - total))
        for i in outcomes[:cut]:
            words[i] += "0"
        for i in outcomes[cut:]:
            words[i] += "1"
        split(outcomes[:cut])
        split(outcomes[cut:])

    split(sorted(range(len(p)), key=lambda i: -p[i]))
    return words
