"""Wrong answers to `sample_name`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_the_walk")
def begins_with_an_a(p, u, temperature=1.0):
    """Believes that letter number 1 is where names begin."""
    letter, name = 1, ""
    for number in u:
        letter = draw((p[letter] / p[letter].max()) ** (1 / temperature), number)
        if letter == 0:
            break
        name += ALPHABET[letter]
    return name


@mutant(caught_by="test_the_walk")
def reads_a_column(p, u, temperature=1.0):
    """Believes that the shares of the next letter stand in a column."""
    letter, name = 0, ""
    for number in u:
        row = p[:, letter] + 1e-300
        letter = draw((row / row.max()) ** (1 / temperature), number)
        if letter == 0:
            break
        name += ALPHABET[letter]
    return name


@mutant(caught_by="test_temperature")
def turns_the_temperature_round(p, u, temperature=1.0):
    """Believes that the power is the temperature."""
    letter, name = 0, ""
    for number in u:
        letter = draw((p[letter] / p[letter].max()) ** temperature, number)
        if letter == 0:
            break
        name += ALPHABET[letter]
    return name


@mutant(caught_by="test_the_walk")
def uses_one_number_for_all(p, u, temperature=1.0):
    """Believes that one uniform number is enough for a name."""
    letter, name = 0, ""
    for _ in u:
        letter = draw((p[letter] / p[letter].max()) ** (1 / temperature), u[0])
        if letter == 0:
            break
        name += ALPHABET[letter]
    return name


@mutant(caught_by="test_how_names_end")
def writes_the_boundary_down(p, u, temperature=1.0):
    """Believes that the boundary is a letter of the name."""
    letter, name = 0, ""
    for number in u:
        letter = draw((p[letter] / p[letter].max()) ** (1 / temperature), number)
        name += ALPHABET[letter]
        if letter == 0:
            break
    return name


@mutant(caught_by="test_how_names_end")
def goes_on_after_the_boundary(p, u, temperature=1.0):
    """Believes that a boundary is left out, and the name goes on behind it."""
    letter, name = 0, ""
    for number in u:
        letter = draw((p[letter] / p[letter].max()) ** (1 / temperature), number)
        name += ALPHABET[letter]
    return name.replace(".", "")


@mutant(caught_by="test_the_cold")
def freezes_in_the_cold(p, u, temperature=1.0):
    """Believes that a power of a share is never 0."""
    letter, name = 0, ""
    for number in u:
        letter = min(int(draw(p[letter] ** (1 / temperature), number)), 26)
        if letter == 0:
            break
        name += ALPHABET[letter]
    return name


@mutant(caught_by="test_temperature")
def divides_shares_by_the_temperature(p, u, temperature=1.0):
    """Believes that dividing all shares by the temperature changes something."""
    letter, name = 0, ""
    for number in u:
        letter = draw(p[letter] / temperature, number)
        if letter == 0:
            break
        name += ALPHABET[letter]
    return name


@mutant(caught_by="test_temperature")
def warms_logarithms_of_smoothed_shares(p, u, temperature=1.0):
    """Believes that a little must be added before the power is taken; then heat makes the impossible possible."""
    letter, name = 0, ""
    for number in u:
        letter = draw((p[letter] / p[letter].max() + 1e-6) ** (1 / temperature), number)
        if letter == 0:
            break
        name += ALPHABET[letter]
    return name
