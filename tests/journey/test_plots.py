import matplotlib as mpl
import numpy as np
import pytest
import torch

mpl.use("Agg")

import matplotlib.pyplot as plt

from journey.plots import plot_curves, plot_density, plot_latent, plot_points, show_images, show_pairs


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_images_stand_in_named_rows_with_ink_dark():
    show_images({"real": torch.zeros(3, 64), "made": np.ones((2, 8, 8))}, title="digits")
    figure = plt.gcf()

    drawn = [axes for axes in figure.axes if axes.images]
    assert [axes.get_ylabel() for axes in figure.axes if axes.get_ylabel()] == ["real", "made"]
    assert len(drawn) == 5
    assert drawn[0].images[0].get_cmap()(0.0)[:3] == (1, 1, 1)
    assert drawn[0].images[0].get_clim() == (0, 1)
    np.testing.assert_array_equal(drawn[-1].images[0].get_array(), np.ones((8, 8)))


def test_images_of_other_sizes_can_be_shown():
    show_images({"big": torch.zeros(1, 784)}, size=28)
    figure = plt.gcf()

    assert figure.axes[0].images[0].get_array().shape == (28, 28)


@pytest.mark.parametrize("rows", [{}, {"none": torch.zeros(0, 64)}])
def test_no_images_is_an_error(rows):
    with pytest.raises(ValueError, match="no images"):
        show_images(rows)


def shown(figure):
    return [axes.images[0].get_array() for axes in figure.axes if axes.images]


def test_a_set_fills_a_grid_row_by_row_under_its_titles():
    images = torch.linspace(0, 1, 5)[:, None].expand(5, 64)

    show_images(images, columns=3, titles=[4, "b", 2.5, "d", "e"])
    figure = plt.gcf()

    assert [array[0, 0] for array in shown(figure)] == pytest.approx(images[:, 0].tolist())
    assert len(figure.axes) == 6
    assert [axes.get_title() for axes in figure.axes] == ["4", "b", "2.5", "d", "e", ""]
    assert not figure.axes[5].axison


@pytest.mark.parametrize(
    ("images", "shape"),
    [
        (torch.zeros(2, 49), (7, 7)),
        (torch.zeros(2, 6, 5), (6, 5)),
        (torch.zeros(2, 1, 6, 5), (6, 5)),
        (torch.zeros(2, 3, 6, 5), (6, 5, 3)),
        (np.zeros((2, 100)), (10, 10)),
    ],
)
def test_images_have_the_shape_that_they_come_in(images, shape):
    show_images(images)

    assert [array.shape for array in shown(plt.gcf())] == [shape, shape]


def test_colours_are_red_green_and_blue_and_are_clipped(caplog):
    image = torch.tensor([1.5, 0.25, -1.0])[None, :, None, None].expand(1, 3, 4, 4)

    show_images(image)

    np.testing.assert_allclose(shown(plt.gcf())[0][0, 0], [1, 0.25, 0])
    assert caplog.records == []  # matplotlib would clip it, too, and warn the student


@pytest.mark.parametrize("shape", [(2, 50), (2, 2, 8, 8), (1, 1, 1, 8, 8)])
def test_what_is_no_image_is_named_by_its_shape(shape):
    with pytest.raises(ValueError, match=r"images are .*, not \[" + str(shape[0])):
        show_images(torch.zeros(shape))


def test_each_image_needs_its_title():
    with pytest.raises(ValueError, match="1 titles for 2 images"):
        show_images(torch.zeros(2, 64), titles=["one"])


def test_pairs_stand_above_each_other():
    show_pairs(torch.zeros(3, 64), torch.ones(3, 64), names=("x", "decoded"))
    figure = plt.gcf()

    assert [array[0, 0] for array in shown(figure)] == [0, 0, 0, 1, 1, 1]
    assert [axes.get_ylabel() for axes in figure.axes if axes.get_ylabel()] == ["x", "decoded"]


def test_pairs_must_be_pairs():
    with pytest.raises(ValueError, match="3 images above, 2 below"):
        show_pairs(torch.zeros(3, 64), torch.zeros(2, 64))


def test_curves_share_x_and_are_named():
    error = torch.tensor([3.0, 2.0, 1.0], requires_grad=True)

    plot_curves([1, 2, 4], {"train": [1, 2, 3], "test": error}, x_label="k", y_label="error", log_y=True)
    figure = plt.gcf()

    axes = figure.axes[0]
    assert [line.get_label() for line in axes.lines] == ["train", "test"]
    np.testing.assert_array_equal(axes.lines[1].get_xydata(), [[1, 3], [2, 2], [4, 1]])
    assert (axes.get_xlabel(), axes.get_ylabel(), axes.get_yscale()) == ("k", "error", "log")


def test_a_curve_of_another_length_is_named():
    with pytest.raises(ValueError, match="'test' has 2 points, x has 3"):
        plot_curves([1, 2, 3], {"test": [1, 2]}, x_label="k", y_label="error")


def test_points_keep_equal_scales_and_arrows_start_at_the_origin():
    plot_points({"data": torch.ones(4, 2)}, arrows={"v": [1.0, 2.0]}, title="cloud")
    figure = plt.gcf()

    axes = figure.axes[0]
    assert axes.get_aspect() == 1
    assert axes.get_title() == "cloud"
    assert {text.get_text() for text in axes.texts} == {"", "v"}
    np.testing.assert_array_equal(axes.collections[0].get_offsets(), np.ones((4, 2)))


@pytest.mark.parametrize(
    ("clouds", "arrows", "name"),
    [({"flat": torch.ones(3)}, None, "'flat'"), ({"deep": torch.ones(3, 3)}, None, "'deep'"), ({}, {"v": [1]}, "'v'")],
)
def test_what_is_not_in_the_plane_is_named(clouds, arrows, name):
    with pytest.raises(ValueError, match=name):
        plot_points(clouds, arrows=arrows)


def test_a_density_is_drawn_where_it_is():
    def log_density(points):
        return 7 - (points - torch.tensor([1.0, -2.0])).square().sum(1)

    plot_density(log_density, [[0.5, 0.0], [1.0, 1.0]], limit=4, cells=80, title="hill")
    (axes,) = plt.gcf().axes

    heat, (left, right, bottom, top) = axes.images[0].get_array(), axes.images[0].get_extent()
    assert axes.images[0].origin == "lower"
    row, column = np.unravel_index(heat.argmax(), heat.shape)
    assert left + (right - left) * (column + 0.5) / 80 == pytest.approx(1, abs=0.1)
    assert bottom + (top - bottom) * (row + 0.5) / 80 == pytest.approx(-2, abs=0.1)
    assert heat.max() == pytest.approx(1)
    np.testing.assert_array_equal(axes.collections[0].get_offsets(), [[0.5, 0.0], [1.0, 1.0]])
    assert (axes.get_xlim(), axes.get_ylim(), axes.get_title()) == ((-4, 4), (-4, 4), "hill")


def test_a_density_may_come_from_a_network_and_be_zero_or_not_a_number():
    network = torch.nn.Linear(2, 1)

    def log_density(points):
        values = network(points)[:, 0]
        values = torch.where(points[:, 0] < 0, -torch.inf, values)
        return torch.where(points[:, 1] < 0, torch.nan, values)

    plot_density(log_density, cells=4)
    heat = plt.gcf().axes[0].images[0].get_array()

    assert heat.mask[:2].all()
    assert (heat[2:, :2] == 0).all()
    assert (heat[2:, 2:] > 0).all()


def test_a_density_may_differentiate():
    """As continuous flows do for their divergence."""

    def log_density(points):
        points = points.requires_grad_()
        (gradient,) = torch.autograd.grad(points.square().sum(), points)
        return -gradient.abs().sum(1)

    plot_density(log_density, cells=5)

    assert plt.gcf().axes[0].images[0].get_array()[2, 2] == 1


@pytest.mark.parametrize("value", [-torch.inf, torch.nan])
def test_a_density_that_is_nowhere_can_be_drawn(value):
    plot_density(lambda points: torch.full((len(points),), value), cells=3)

    assert len(plt.gcf().axes[0].images) == 1


def test_one_log_density_for_each_point_is_needed():
    with pytest.raises(ValueError, match="of 9 points has 18 values"):
        plot_density(lambda points: points, cells=3)
    with pytest.raises(ValueError, match="samples has shape"):
        plot_density(lambda points: points[:, 0], torch.zeros(3), cells=3)


def test_codes_are_coloured_by_what_they_are_the_code_of():
    z = torch.arange(8.0).reshape(4, 2)

    plot_latent(z, torch.tensor([7, 0, 7, 3]), title="codes")
    (axes,) = plt.gcf().axes

    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["0", "3", "7"]
    np.testing.assert_array_equal(axes.collections[2].get_offsets(), z[[0, 2]])
    assert len({tuple(cloud.get_facecolor()[0]) for cloud in axes.collections}) == 3
    assert axes.get_title() == "codes"


@pytest.mark.parametrize("kinds", [10, 11, 40])
def test_each_kind_has_a_colour_of_its_own(kinds):
    plot_latent(np.zeros((kinds, 2)), np.arange(kinds))

    assert len({tuple(cloud.get_facecolor()[0]) for cloud in plt.gcf().axes[0].collections}) == kinds


def test_codes_need_two_dimensions_and_a_label_each():
    with pytest.raises(ValueError, match="codes has shape"):
        plot_latent(torch.zeros(3, 3), [0, 1, 2])
    with pytest.raises(ValueError, match="2 labels for 3 codes"):
        plot_latent(torch.zeros(3, 2), [0, 1])
