"""Right: the error falls with k, so a recursive bisection finds the first that will do."""


def rank_for(sigma, tolerance):
    norm = float(sigma.norm())

    def first(low, high):
        if low == high:
            return low
        middle = (low + high) // 2
        if float(sigma[middle:].norm()) <= tolerance * norm:
            return first(low, middle)
        return first(middle + 1, high)

    return first(0, len(sigma))
