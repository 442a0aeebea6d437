"""Right: from the end, as long as what is left out stays within the allowance; squares are added smallest first."""


def rank_for(sigma, tolerance):
    s = sigma.tolist()
    allowed = tolerance * math.hypot(*s)
    k = len(s)
    while k > 0 and math.hypot(*s[k - 1 :]) <= allowed:
        k -= 1
    return k
