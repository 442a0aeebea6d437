import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from journey.shapes import CAPTIONS, COLOURS, PLACES, SHAPES, WORDS, shapes

ALL = list(range(48))


def test_there_are_48_captions_of_three_words():
    assert len(set(CAPTIONS)) == len(COLOURS) * len(SHAPES) * len(PLACES) == 48
    assert all(len(caption.split()) == 3 for caption in CAPTIONS)
    assert {word for caption in CAPTIONS for word in caption.split()} == set(WORDS)


@pytest.mark.parametrize("crisp", [False, True])
def test_images_are_rgb_from_0_to_1(crisp):
    drawn = shapes(200, 0, crisp=crisp)

    assert (drawn.images.dtype, drawn.images.shape) == (torch.float32, (200, 3, 12, 12))
    assert drawn.images.min() == 0
    assert 0.5 < drawn.images.max() <= 1
    assert drawn.labels.dtype == drawn.factors.dtype == torch.int64


def test_text_numbers_and_words_say_the_same():
    drawn = shapes(100, 0)

    assert drawn.captions == [CAPTIONS[label] for label in drawn.labels]
    for caption, (colour, shape, place), tokens in zip(drawn.captions, drawn.factors, drawn.tokens, strict=True):
        assert caption == f"{COLOURS[colour]} {SHAPES[shape]} {PLACES[place]}"
        assert caption == " ".join(WORDS[token] for token in tokens)


@pytest.mark.parametrize("crisp", [False, True])
def test_pictures_show_what_their_captions_say(crisp):
    images, _, factors = shapes(4800, 1, labels=ALL * 100, crisp=crisp)
    ink = images.sum(1)

    halves = torch.stack([ink[:, :6, :6], ink[:, :6, 6:], ink[:, 6:, :6], ink[:, 6:, 6:]], 1).flatten(2).sum(2)
    assert torch.equal(halves.argmax(1), factors[:, 2])
    assert (halves.sum(1) == halves.max(1).values).all(), "a shape leaves its quadrant"

    red, green, blue = images.flatten(2).sum(2).T
    assert torch.equal((red > 2 * green) & (red > 2 * blue), factors[:, 0] == COLOURS.index("red"))
    assert torch.equal((green > 2 * red) & (green > 2 * blue), factors[:, 0] == COLOURS.index("green"))
    assert torch.equal((blue > 2 * red) & (blue > 2 * green), factors[:, 0] == COLOURS.index("blue"))


def silhouettes(seed: int, crisp: bool) -> tuple[torch.Tensor, torch.Tensor]:
    """Shapes in grey, cut out of their quadrants, and which each is."""
    images, _, factors = shapes(2400, seed, labels=ALL * 50, crisp=crisp)
    coverage = images.amax(1) / images.amax((1, 2, 3))[:, None, None]
    quadrants = coverage.reshape(-1, 2, 6, 2, 6).transpose(2, 3).reshape(-1, 4, 36)
    return quadrants[torch.arange(2400), factors[:, 2]], factors[:, 1]


@pytest.mark.parametrize("crisp", [False, True])
def test_shapes_can_be_told_apart(crisp):
    """Each is most like one of the same kind among others."""
    (known, kinds), (asked, expected) = silhouettes(1, crisp), silhouettes(2, crisp)

    assert torch.equal(kinds[torch.cdist(asked, known).argmin(1)], expected)


@pytest.mark.parametrize("crisp", [False, True])
def test_only_triangles_are_wider_below_than_above(crisp):
    cut_out, kind = silhouettes(1, crisp)
    rows = cut_out.reshape(-1, 6, 6).sum(2)
    # the rows' ink, seen from its own middle: a triangle's tail points up
    offset = torch.arange(6) - ((rows * torch.arange(6)).sum(1) / rows.sum(1))[:, None]
    tail = (rows * offset**3).sum(1) / rows.sum(1)

    assert tail[kind == 2].mean() < -0.3
    assert tail[kind < 2].mean().abs() < 0.05


def test_pictures_vary_in_place_size_and_brightness():
    images = shapes(300, 0, labels=[0] * 300).images
    coverage = images[:, 0] / images[:, 0].amax((1, 2))[:, None, None]
    area = coverage.sum((1, 2))
    columns = (coverage.sum(1) * torch.arange(12)).sum(1) / area

    assert area.max() > 1.3 * area.min()
    assert columns.max() - columns.min() > 0.8
    assert images.amax((1, 2, 3)).min() < 0.85 * images.max()


def test_crisp_pictures_have_one_colour_and_black():
    image = shapes(1, 0, labels=[30], crisp=True).images[0].flatten(1).T

    assert len(image.unique(dim=0)) == 2


@given(
    n=st.integers(0, 40),
    more=st.integers(0, 40),
    seed=st.integers(0, 2**64 - 1),
    split=st.sampled_from(["train", "test"]),
)
def test_a_picture_depends_on_seed_split_and_index_alone(n, more, seed, split):
    few, many = shapes(n, seed, split=split), shapes(n + more, seed, split=split)

    assert torch.equal(few.images, many.images[:n])
    assert torch.equal(few.labels, many.labels[:n])


def test_another_label_leaves_the_other_pictures_alone():
    a, b = (shapes(3, 5, labels=labels).images for labels in ([1, 2, 3], [1, 40, 3]))

    assert torch.equal(a[[0, 2]], b[[0, 2]])
    assert not torch.equal(a[1], b[1])


def test_seeds_and_splits_have_nothing_in_common():
    sets = [shapes(500, seed, split=split).images for seed in (0, 1) for split in ("train", "test")]
    pictures = torch.cat(sets).flatten(1)

    assert len(pictures.unique(dim=0)) == len(pictures)


def test_captions_are_equally_likely():
    counts = np.bincount(shapes(48_000, 0).labels, minlength=48)

    chi_squared = ((counts - 1000) ** 2 / 1000).sum()
    assert chi_squared < 91.2, "47 degrees of freedom exceed this once in 10,000 seeds"


def test_the_stream_is_the_documented_one():
    """These numbers may never change: they are the course's split."""
    assert shapes(8, 0).labels.tolist() == [0, 24, 12, 27, 13, 7, 32, 20]
    assert shapes(8, 0, split="test").labels.tolist() == [39, 33, 27, 16, 7, 38, 38, 27]
    assert shapes(1, 0).images.double().sum().item() == pytest.approx(14.8899204, rel=1e-6)


@pytest.mark.parametrize(("arguments", "said"), [
    ({"n": -1, "seed": 0}, "n is at least 0"),
    ({"n": 1, "seed": -1}, "a seed is from 0"),
    ({"n": 1, "seed": 2**64}, "a seed is from 0"),
    ({"n": 1, "seed": 0, "split": "valid"}, "not 'valid'"),
    ({"n": 2, "seed": 0, "labels": [1]}, "1 labels for 2 pictures"),
    ({"n": 1, "seed": 0, "labels": [48]}, "from 0 to 47"),
    ({"n": 1, "seed": 0, "labels": [-1]}, "from 0 to 47"),
])  # fmt: skip
def test_what_cannot_be_drawn_is_an_error(arguments, said):
    with pytest.raises(ValueError, match=said):
        shapes(**arguments)


def test_labels_may_be_a_tensor_and_stay_the_callers():
    labels = torch.tensor([3, 4])
    drawn = shapes(2, 0, labels=labels)
    drawn.labels.zero_()

    assert labels.tolist() == [3, 4]


@pytest.mark.parametrize("kind", range(3))
def test_a_crisp_shape_is_five_pixels_wide_and_stands_in_four_places(kind):
    images = shapes(200, 0, labels=[4 * kind] * 200, crisp=True).images
    silhouettes = (images.amax(1) > 0).int()

    assert (silhouettes.amax(1).sum(1) == 5).all()
    assert (silhouettes.amax(2).sum(1) == 5).all()
    assert len(silhouettes.flatten(1).unique(dim=0)) == 4
