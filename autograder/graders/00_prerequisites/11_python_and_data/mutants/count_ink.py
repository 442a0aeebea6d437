"""Wrong answers to `count_ink`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_pixels_at_the_level")
def counts_pixels_at_the_level(pictures, level):
    """Believes that "darker than" includes equal."""
    return (pictures >= level).sum(axis=1)


@mutant(caught_by="test_pixels_at_the_level")
def counts_what_is_not_lighter(pictures, level):
    """Believes that what is not lighter or equal is darker, NaN included."""
    return (~(pictures <= level)).sum(axis=1)


@mutant(caught_by="test_counts")
def counts_along_the_other_axis(pictures, level):
    """Believes that axis 0 is named because the rows are wanted."""
    return (pictures > level).sum(axis=0)


@mutant(caught_by="test_counts")
def counts_all_pictures_together(pictures, level):
    """Believes that a sum without an axis is a sum for each row."""
    return np.array([(pictures > level).sum()])


@mutant(caught_by="test_counts")
def adds_up_the_ink(pictures, level):
    """Believes that adding up the dark pixels counts them."""
    return np.where(pictures > level, pictures, 0).sum(axis=1).astype(np.int64)


@mutant(caught_by="test_counts")
def takes_the_share(pictures, level):
    """Believes that a mean of true and false is a count."""
    return (pictures > level).mean(axis=1)


@mutant(caught_by="test_other_numbers")
def looks_at_the_sign_of_a_difference(pictures, level):
    """Believes that the difference of small whole numbers has a sign."""
    return ((pictures - np.asarray(level).astype(pictures.dtype)) > 0).sum(axis=1)


@mutant(caught_by="test_no_loop")
def loops_over_pictures_and_pixels(pictures, level):
    """Believes that a loop is as good if it is right."""
    counts = []
    for picture in pictures:
        count = 0
        for pixel in picture:
            if pixel > level:
                count = count + 1
        counts.append(count)
    return np.array(counts)


@mutant(caught_by="test_no_loop")
def hides_the_loop_in_a_comprehension(pictures, level):
    """Believes that a comprehension is no loop."""
    return np.array([(picture > level).sum() for picture in pictures])


@mutant(caught_by="test_no_loop")
def hides_the_loop_in_vectorize(pictures, level):
    """Believes that np.vectorize makes a function fast."""
    return np.vectorize(lambda pixel: 1 if pixel > level else 0)(pictures).sum(axis=1)


@mutant(caught_by="test_no_loop")
def hides_the_loop_in_apply_along_axis(pictures, level):
    """Believes that a function of NumPy never loops in Python."""
    return np.apply_along_axis(lambda picture: (picture > level).sum(), 1, pictures)
