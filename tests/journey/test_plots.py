import matplotlib as mpl
import numpy as np
import pytest
import torch

mpl.use("Agg")

import matplotlib.pyplot as plt

from journey.plots import plot_curves, plot_points, show_images


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
