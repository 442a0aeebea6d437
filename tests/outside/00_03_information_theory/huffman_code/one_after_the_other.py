"""Wrong: believes that the joined pair is always one of the two rarest again (a comb: 0, 10, 110, ...)."""


def huffman_code(probs):
    order = torch.argsort(probs, descending=True).tolist()
    words = [""] * len(order)
    prefix = ""
    for outcome in order[:-1]:
        words[outcome] = prefix + "0"
        prefix += "1"
    words[order[-1]] = prefix
    return words
