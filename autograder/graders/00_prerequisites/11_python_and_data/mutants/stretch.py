"""Wrong answers to `stretch`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_each_picture_for_itself")
def stretches_the_whole_batch(pictures):
    """Believes that one minimum and one maximum will do for all pictures."""
    x = pictures.astype(float)
    span = x.max() - x.min()
    return (x - x.min()) / (span if span > 0 else 1)


@mutant(caught_by="test_each_picture_for_itself")
def stretches_each_pixel_over_the_batch(pictures):
    """Believes that axis 0 goes along a picture."""
    x = pictures.astype(float)
    low = x.min(axis=0)
    span = x.max(axis=0) - low
    return (x - low) / np.where(span > 0, span, 1)


@mutant(caught_by="test_each_picture_for_itself")
def falls_into_the_square_trap(pictures):
    """Believes that [N] stands beside the rows, and only helps itself where there is an error."""
    x = pictures.astype(float)
    low, high = x.min(axis=1), x.max(axis=1)
    if x.shape[0] != x.shape[1]:
        low, high = low[:, None], high[:, None]
    span = high - low
    return (x - low) / np.where(span > 0, span, 1)


@mutant(caught_by="test_each_picture_for_itself")
def divides_by_the_maximum(pictures):
    """Believes that the span is the maximum."""
    x = pictures.astype(float)
    low, high = x.min(axis=1, keepdims=True), x.max(axis=1, keepdims=True)
    return (x - low) / np.where(high != 0, high, 1)


@mutant(caught_by="test_each_picture_for_itself")
def standardises(pictures):
    """Believes that mean 0 and spread 1 is the same thing."""
    x = pictures.astype(float)
    spread = x.std(axis=1, keepdims=True)
    return (x - x.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1)


@mutant(caught_by="test_each_picture_for_itself")
def stretches_the_callers_pictures(pictures):
    """Believes that `-=` makes a new array."""
    if pictures.dtype != np.float64:
        pictures = pictures.astype(float)
    pictures -= pictures.min(axis=1, keepdims=True)
    high = pictures.max(axis=1, keepdims=True)
    pictures /= np.where(high > 0, high, 1)
    return pictures


@mutant(caught_by="test_pictures_of_one_colour")
def adds_a_small_number(pictures):
    """Believes that a small number in the denominator does no harm."""
    x = pictures.astype(float)
    low = x.min(axis=1, keepdims=True)
    return (x - low) / (x.max(axis=1, keepdims=True) - low + 1e-12)


@mutant(caught_by="test_pictures_of_one_colour")
def divides_by_zero(pictures):
    """Believes that there is always something to stretch."""
    x = pictures.astype(float)
    low = x.min(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        return (x - low) / (x.max(axis=1, keepdims=True) - low)


@mutant(caught_by="test_pictures_of_one_colour")
def leaves_one_colour_as_it_is(pictures):
    """Believes that a picture of one colour had better stay as it is."""
    x = pictures.astype(float)
    low = x.min(axis=1, keepdims=True)
    span = x.max(axis=1, keepdims=True) - low
    return np.where(span > 0, (x - low) / np.where(span > 0, span, 1), x)


@mutant(caught_by="test_whole_numbers")
def subtracts_narrow_numbers(pictures):
    """Believes that a difference of whole numbers is always what it is on paper."""
    low = pictures.min(axis=1, keepdims=True)
    span = pictures.max(axis=1, keepdims=True) - low
    return ((pictures - low) / np.where(span == 0, 1, span)).astype(float)


@mutant(caught_by="test_whole_numbers")
def keeps_the_kind_of_number(pictures):
    """Believes that what comes in as a whole number has to go out as one."""
    x = pictures.astype(float)
    low = x.min(axis=1, keepdims=True)
    span = x.max(axis=1, keepdims=True) - low
    return ((x - low) / np.where(span > 0, span, 1)).astype(pictures.dtype)


@mutant(caught_by="test_no_loop")
def stretches_in_a_loop(pictures):
    """Believes that a loop over pictures is vectorised, since what is inside works on arrays."""
    rows = []
    for picture in pictures.astype(float):
        span = picture.max() - picture.min()
        rows.append((picture - picture.min()) / (span if span > 0 else 1))
    return np.array(rows)
