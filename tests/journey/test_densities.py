import functools
import math

import pytest
import torch

from journey import densities

SAMPLERS = {
    "two_moons": densities.two_moons,
    "ring": densities.ring_of_gaussians,
    "grid": densities.grid_of_gaussians,
    "swiss_roll": densities.swiss_roll,
    "checkerboard": densities.checkerboard,
    "u1": densities.u1,
}
# Each with the half width of a square outside which nothing is.
WIDE_RING = {"sigma": 0.3}  # so that a coarse lattice sees the Gaussians
WIDE_GRID = {"side": 3, "spacing": 1.5, "sigma": 0.4}
CLOSED_FORMS = {
    "ring": (
        functools.partial(densities.ring_of_gaussians, **WIDE_RING),
        functools.partial(densities.ring_log_density, **WIDE_RING),
        4.0,
    ),
    "grid": (
        functools.partial(densities.grid_of_gaussians, **WIDE_GRID),
        functools.partial(densities.grid_log_density, **WIDE_GRID),
        4.0,
    ),
    "checkerboard": (densities.checkerboard, densities.checkerboard_log_density, 4.0),
    "u1": (densities.u1, densities.u1_log_density, 6.0),
}


def lattice(half_width: float, cells: int) -> tuple[torch.Tensor, float]:
    """The midpoints of the cells of a square, and the area of one."""
    ticks = half_width * (2 * (torch.arange(cells, dtype=torch.float64) + 0.5) / cells - 1)
    return torch.cartesian_prod(ticks, ticks), (2 * half_width / cells) ** 2


@pytest.mark.parametrize("sampler", SAMPLERS.values(), ids=SAMPLERS)
class TestEverySampler:
    @pytest.mark.parametrize("n", [0, 1, 257])
    def test_returns_n_points_of_the_plane(self, sampler, n):
        points = sampler(n, 0)

        assert (points.shape, points.dtype) == ((n, 2), torch.float64)
        assert points.isfinite().all()

    def test_a_seed_gives_the_same_again(self, sampler):
        first, again, other = (sampler(50, seed) for seed in (3, 3, 4))

        assert torch.equal(first, again)
        assert not torch.equal(first, other)

    def test_a_generator_goes_on_where_it_was(self, sampler):
        generator = torch.Generator().manual_seed(1)
        first, second = sampler(50, generator), sampler(50, generator)
        again = sampler(50, torch.Generator().manual_seed(1))

        assert torch.equal(first, again)
        assert not torch.equal(first, second)

    def test_the_global_generator_is_left_alone(self, sampler):
        before = torch.get_rng_state()

        sampler(50, 0)

        assert torch.equal(torch.get_rng_state(), before)

    def test_points_are_independent_of_their_order(self, sampler):
        """First and second half have the same mean, within 5 standard errors."""
        a, b = sampler(4000, 0).chunk(2)

        error = (a.var(0) / len(a) + b.var(0) / len(b)).sqrt()
        assert ((a.mean(0) - b.mean(0)).abs() < 5 * error).all()


@pytest.mark.parametrize(("sampler", "log_density", "half_width"), CLOSED_FORMS.values(), ids=CLOSED_FORMS)
class TestLogDensities:
    def test_integrate_to_one(self, sampler, log_density, half_width):
        points, area = lattice(half_width, 400)

        assert log_density(points).exp().sum().item() * area == pytest.approx(1, abs=1e-6)

    def test_belong_to_their_samplers(self, sampler, log_density, half_width):
        """The shares of cells of a lattice, by a chi-squared test that fails once in a million seeds."""
        n, cells = 50_000, 16
        fine, area = lattice(half_width, cells * 25)
        expected = n * area * log_density(fine).exp().reshape(cells, 25, cells, 25).sum((1, 3)).flatten()
        place = ((sampler(n, 0) + half_width) / (2 * half_width) * cells).floor().long()
        counts = torch.bincount(place[:, 0] * cells + place[:, 1], minlength=cells**2).double()

        assert counts[expected < 1e-9].sum() == 0
        seen = expected > 5
        chi_squared = ((counts - expected)[seen] ** 2 / expected[seen]).sum()
        degrees = int(seen.sum()) - 1
        # Wilson and Hilferty: the cube root is nearly normal
        z = ((chi_squared / degrees) ** (1 / 3) - (1 - 2 / (9 * degrees))) / math.sqrt(2 / (9 * degrees))
        assert z < 4.75

    @pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
    def test_keep_dtype_and_leading_axes(self, sampler, log_density, half_width, dtype):
        points = sampler(12, 0).to(dtype)
        values = log_density(points)

        assert (values.shape, values.dtype) == ((12,), dtype)
        torch.testing.assert_close(log_density(points.reshape(3, 4, 2)), values.reshape(3, 4))
        torch.testing.assert_close(log_density(points[0]), values[0])


@pytest.mark.parametrize("name", ["ring", "grid", "u1"])
def test_gradients_flow_through_smooth_log_densities(name):
    sampler, log_density, _ = CLOSED_FORMS[name]
    points = sampler(5, 0).requires_grad_()

    assert torch.autograd.gradcheck(log_density, points)


@pytest.mark.parametrize("noise", [0.0, 0.05, 0.3])
def test_moons_have_mean_zero_and_variance_one(noise):
    points = densities.two_moons(200_000, 0, noise=noise)

    assert points.mean(0).abs().max() < 5 / math.sqrt(200_000)
    torch.testing.assert_close(points.var(0), torch.ones(2, dtype=torch.float64), rtol=0.01, atol=0)


def test_moons_without_noise_lie_on_two_half_circles():
    points = densities.two_moons(1000, 0, noise=0.0)
    deviation = torch.tensor([0.75, 0.5 - 4 / math.pi**2 + (2 / math.pi - 0.25) ** 2], dtype=torch.float64).sqrt()
    points = points * deviation + torch.tensor([0.5, 0.25], dtype=torch.float64)

    upper = (points.norm(dim=1) - 1).abs() < 1e-9
    lower = ((points - torch.tensor([1.0, 0.5], dtype=torch.float64)).norm(dim=1) - 1).abs() < 1e-9
    assert (upper | lower).all()
    assert 400 < upper.sum() < 600
    assert (points[upper, 1] >= 0).all()
    assert (points[lower, 1] <= 0.5).all()


@pytest.mark.parametrize(
    ("sampler", "centres", "sigma"),
    [
        (densities.ring_of_gaussians, densities.ring_centres(), 0.1),
        (
            functools.partial(densities.ring_of_gaussians, modes=3, radius=5.0, sigma=0.2),
            densities.ring_centres(3, 5.0),
            0.2,
        ),
        (densities.grid_of_gaussians, densities.grid_centres(), 0.05),
    ],
)
def test_mixtures_have_equally_likely_round_modes(sampler, centres, sigma):
    points = sampler(20_000, 0)
    distance, nearest = torch.cdist(points, centres).min(1)

    share = torch.bincount(nearest, minlength=len(centres)) / len(points)
    expected = 1 / len(centres)
    assert (share - expected).abs().max() < 5 * math.sqrt(expected / len(points))
    assert distance.square().mean() == pytest.approx(2 * sigma**2, rel=0.05)
    assert (distance < 3 * sigma).double().mean() == pytest.approx(1 - math.exp(-4.5), abs=0.004)


def test_centres_stand_where_the_docstrings_say():
    torch.testing.assert_close(
        densities.ring_centres(4, 2.0), torch.tensor([[2, 0], [0, 2], [-2, 0], [0, -2]]).double()
    )
    grid = densities.grid_centres(5, 2.0)
    assert sorted(set(grid.flatten().tolist())) == [-4, -2, 0, 2, 4]
    assert len(grid.unique(dim=0)) == 25
    assert densities.grid_centres(2, 1.0).abs().unique().tolist() == [0.5]


def test_a_single_gaussian_has_the_density_of_torch():
    x = torch.randn(20, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    expected = torch.distributions.Normal(torch.zeros(3).double(), 0.7).log_prob(x).sum(-1)

    torch.testing.assert_close(densities.mixture_log_density(x, torch.zeros(1, 3), 0.7), expected)


def test_the_swiss_roll_is_a_spiral_whose_turns_are_one_apart():
    points = densities.swiss_roll(5000, 0, noise=0.0)
    radius, angle = points.norm(dim=1), torch.atan2(points[:, 1], points[:, 0]) / (2 * math.pi)

    turns = radius - angle
    torch.testing.assert_close(turns, turns.round(), rtol=0, atol=1e-9)
    assert 0.75 <= radius.min() < 0.76
    assert 2.24 < radius.max() <= 2.25


def test_the_board_has_a_dark_cell_at_the_lower_left_and_points_on_dark_cells_alone():
    points = densities.checkerboard(10_000, 0)

    assert points.abs().max() <= 2
    assert ((points + 2).floor().sum(1) % 2 == 0).all()
    corners = torch.tensor([[-1.5, -1.5], [-0.5, -1.5], [2.5, 2.5], [-2.5, -1.5]])
    assert densities.checkerboard_log_density(corners).tolist() == pytest.approx([-math.log(8), *[-math.inf] * 3])


@pytest.mark.parametrize("cells", [0, 1, 3])
@pytest.mark.parametrize("ask", [lambda k: densities.checkerboard(1, 0, cells=k),
                                 lambda k: densities.checkerboard_log_density(torch.zeros(2), cells=k)])  # fmt: skip
def test_a_board_with_an_odd_number_of_cells_is_refused(ask, cells):
    with pytest.raises(ValueError, match=f"not {cells}"):
        ask(cells)


def test_u1_is_the_formula_of_the_paper():
    z = torch.tensor([1.3, -0.7], dtype=torch.float64)
    r = math.hypot(1.3, -0.7)
    sides = math.exp(-0.5 * ((1.3 - 2) / 0.6) ** 2) + math.exp(-0.5 * ((1.3 + 2) / 0.6) ** 2)

    assert densities.u1_energy(z).item() == pytest.approx(0.5 * ((r - 2) / 0.4) ** 2 - math.log(sides), rel=1e-12)


def test_u1_is_never_above_what_its_sampler_rejects_by_and_hardly_beyond_its_box():
    points, area = lattice(8.0, 3000)
    density = (-densities.u1_energy(points)).exp()

    assert density.max() < 1.0001
    assert (density.sum() * area).log().item() == pytest.approx(densities.U1_LOG_NORMALISER, abs=1e-9)
    beyond = density[points.abs().amax(1) > 4.5].sum() / density.sum()
    assert beyond < 1e-11
