"""Hidden data: the digits themselves, in another split and disguise for each course; and two-dimensional sets."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

import journey.data
from autograder.metrics import digit_classifier, mode_coverage, sliced_wasserstein
from autograder.testing import Rng, hidden_digits, ring_centres, ring_of_gaussians, shapes, two_moons
from journey import densities


def salted(salt: str = "grains of salt") -> Rng:
    return Rng(salt, "00_01_small::test_total.py::data")


def as_set(images: torch.Tensor) -> set[tuple[float, ...]]:
    return {tuple(image) for image in images.tolist()}


@pytest.fixture(scope="module")
def known() -> journey.data.Digits:
    return journey.data.digits()


@pytest.mark.parametrize("disguise", ["permute", "mirror", "none"])
def test_revealed_they_are_the_digits_and_none_is_on_both_sides(disguise: str, known: journey.data.Digits) -> None:
    data = hidden_digits(salted(), disguise=disguise)
    assert (data.train.shape, data.test.shape) == ((1297, 64), (500, 64))
    assert (data.train.dtype, data.train_labels.dtype) == (torch.float64, torch.int64)
    revealed = as_set(data.reveal(torch.cat([data.train, data.test])))
    assert revealed == as_set(torch.cat([known.train, known.test]))
    assert len(revealed) == 1797
    label_of = {tuple(x): int(y) for x, y in zip(known.train.tolist(), known.train_labels, strict=True)}
    label_of |= {tuple(x): int(y) for x, y in zip(known.test.tolist(), known.test_labels, strict=True)}
    for images, labels in ((data.train, data.train_labels), (data.test, data.test_labels)):
        assert [label_of[tuple(x)] for x in data.reveal(images).tolist()] == labels.tolist()


def test_the_split_is_another_in_each_course_and_not_the_students(known: journey.data.Digits) -> None:
    splits = [as_set(hidden_digits(salted(salt), disguise="none").test) for salt in ("a", "b")]
    for one, other in ((splits[0], splits[1]), (splits[0], as_set(known.test)), (splits[1], as_set(known.test))):
        assert 90 < len(one & other) < 190, "500 of 1797, drawn twice, share 139 or so"


def test_the_same_in_every_run() -> None:
    one, other = hidden_digits(salted()), hidden_digits(salted())
    assert torch.equal(one.order, other.order)
    assert torch.equal(one.test, other.test)


def test_permuted_pixels_hide_what_a_digit_looks_like() -> None:
    data = hidden_digits(salted(), disguise="permute")
    disguised = (digit_classifier().probs(data.test).argmax(1) == data.test_labels).double().mean()
    revealed = (digit_classifier().probs(data.reveal(data.test)).argmax(1) == data.test_labels).double().mean()
    assert float(disguised) < 0.3
    assert float(revealed) > 0.99


def test_mirrored_images_keep_their_neighbours_and_are_never_upright() -> None:
    seen = set()
    upright = torch.arange(64)
    for number in range(60):
        order = hidden_digits(salted(str(number)), disguise="mirror").order
        assert not torch.equal(order, upright)
        seen.add(tuple(order.tolist()))
        rows, columns = order.reshape(8, 8) // 8, order.reshape(8, 8) % 8
        for axis in (0, 1):
            steps = rows.diff(dim=axis).abs() + columns.diff(dim=axis).abs()
            assert bool((steps == 1).all()), "pixels next to each other come from pixels next to each other"
    assert len(seen) == 7, "all symmetries of the square but one"


def test_reveal_and_disguise_undo_each_other_in_any_shape() -> None:
    data = hidden_digits(salted())
    images = torch.rand(3, 1, 8, 8)
    assert torch.equal(data.disguise(data.reveal(images)), images)
    assert data.reveal(images).dtype == torch.float32
    assert torch.equal(data.reveal(images.flatten(1)), data.reveal(images).flatten(1))
    with pytest.raises(ValueError, match=r"images of 64 pixels are needed, \[N, ...\], not \(3, 65\)"):
        data.reveal(torch.zeros(3, 65))
    with pytest.raises(ValueError, match="images of 64 pixels are needed"):
        data.reveal(torch.zeros(64))


def test_a_disguise_must_be_known() -> None:
    with pytest.raises(ValueError, match='"permute", "mirror" or "none", not \'wig\''):
        hidden_digits(salted(), disguise="wig")  # type: ignore[arg-type]  # that is what is tested


def test_the_ring_has_its_modes_and_widths() -> None:
    rng = salted()
    samples, centres = ring_of_gaussians(rng, 20_000), ring_centres()
    torch.testing.assert_close(centres.norm(dim=1), torch.full((8,), 2.0, dtype=torch.float64))
    modes, share = mode_coverage(samples, centres, 0.1)
    assert modes == 8
    assert share == pytest.approx(1 - math.exp(-4.5), abs=0.003)  # 3 sigma in the plane
    nearest = torch.cdist(samples, centres).argmin(1)
    assert float((torch.bincount(nearest) / 20_000 - 1 / 8).abs().max()) < 0.01
    assert float((samples - centres[nearest]).std()) == pytest.approx(0.1, rel=0.02)
    other = ring_of_gaussians(rng, 500, modes=5, radius=1.0, sigma=0.01)
    assert mode_coverage(other, ring_centres(5, 1.0), 0.01)[0] == 5


def test_the_moons_are_standardised_and_lie_on_two_half_circles() -> None:
    samples = two_moons(salted(), 50_000)
    assert float(samples.mean(0).abs().max()) < 0.02
    assert float((samples.std(0) - 1).abs().max()) < 0.01
    spread_y = 0.5 - 4 / math.pi**2 + (2 / math.pi - 0.25) ** 2  # of a sine over half a circle, and between the moons
    raw = samples * torch.tensor([0.75 + 0.05**2, spread_y + 0.05**2]).sqrt() + torch.tensor([0.5, 0.25])
    upper = (raw.norm(dim=1) - 1).abs()
    lower = ((raw - torch.tensor([1.0, 0.5])).norm(dim=1) - 1).abs()
    distance = torch.minimum(upper, lower)
    assert float(distance.max()) < 0.3
    assert float(distance.square().mean().sqrt()) == pytest.approx(0.05, rel=0.1)


@pytest.mark.parametrize(
    ("draw", "floor", "even_floor", "gaussian"), [(two_moons, 0.05, 0.012, 0.19), (ring_of_gaussians, 0.1, 0.012, 0.36)]
)
def test_yardsticks_of_the_planar_sets(draw: Any, floor: float, even_floor: float, gaussian: float) -> None:
    """Two draws of 2000, independent and even, and a Gaussian of the same moments."""
    rng = salted()
    samples, others = draw(rng, 2000), draw(rng, 2000)
    even, evener = draw(rng, 2000, even=True), draw(rng, 2000, even=True)
    root = torch.linalg.cholesky(torch.cov(samples.T))
    fake = samples.mean(0) + rng.normal(2000, 2) @ root.T
    assert even_floor < sliced_wasserstein(samples, others) < floor
    assert sliced_wasserstein(even, evener) < even_floor
    assert sliced_wasserstein(even, samples) < floor, "of the same distribution"
    assert sliced_wasserstein(fake, others) == pytest.approx(gaussian, abs=0.03)


def test_students_draw_from_the_same_distributions() -> None:
    rng = salted()
    for ours, theirs in ((two_moons, densities.two_moons), (ring_of_gaussians, densities.ring_of_gaussians)):
        assert sliced_wasserstein(ours(rng, 4000), theirs(4000, 1)) < 0.05


def test_shapes_are_the_students_from_a_seed_of_the_courses_own() -> None:
    data = shapes(salted(), 300)
    assert data.images.shape == (300, 3, 12, 12)
    assert len(set(data.labels.tolist())) == 48
    assert torch.equal(data.images, shapes(salted(), 300).images), "the same in every run"
    assert not torch.equal(data.images, shapes(salted("other"), 300).images)
    rng = salted()
    assert not torch.equal(shapes(rng, 5).images, shapes(rng, 5).images), "and another at every call"
