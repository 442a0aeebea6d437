import importlib.util

import numpy as np
import pytest
import torch

from journey import data


@pytest.fixture(autouse=True)
def fresh_cache():
    """Each test reads the table itself: one of them hides the bundled file."""
    data._read_table.cache_clear()
    yield
    data._read_table.cache_clear()


def as_scikit_learn_has_it():
    from sklearn.datasets import load_digits

    pixels, labels = load_digits(return_X_y=True)
    order = np.random.RandomState(0).permutation(1797)
    return pixels[order] / 16, labels[order]


def test_digits_are_those_of_scikit_learn_in_the_documented_order():
    images, labels = as_scikit_learn_has_it()

    digits = data.digits()

    np.testing.assert_array_equal(torch.cat([digits.train, digits.test]).numpy(), images)
    np.testing.assert_array_equal(torch.cat([digits.train_labels, digits.test_labels]).numpy(), labels)


def test_digits_have_the_documented_shapes_and_types():
    digits = data.digits()

    assert digits.train.shape == (1297, 64)
    assert digits.test.shape == (500, 64)
    assert digits.train.dtype == digits.test.dtype == torch.float64
    assert digits.train_labels.dtype == digits.test_labels.dtype == torch.int64
    assert digits.train.min() == 0
    assert digits.train.max() == 1


def test_changing_the_digits_in_place_changes_nobody_elses():
    first = data.digits()
    first.train.zero_()
    first.test_labels.fill_(-1)

    second = data.digits()

    assert second.train.sum() > 0
    assert (second.test_labels >= 0).all()


def test_digits_come_from_scikit_learn_itself_where_its_file_has_moved(monkeypatch, tmp_path):
    elsewhere = importlib.util.spec_from_file_location("sklearn", tmp_path / "__init__.py")
    monkeypatch.setattr(data, "find_spec", lambda name: elsewhere)
    images, _ = as_scikit_learn_has_it()

    digits = data.digits()

    np.testing.assert_array_equal(digits.train.numpy(), images[:1297])


@pytest.mark.parametrize(("k", "error"), [(2, 0.0528), (4, 0.0378), (8, 0.0246), (16, 0.0116)])
def test_principal_components_reconstruct_the_test_part_as_the_course_says(k, error):
    digits = data.digits()
    mean = digits.train.mean(0)
    directions = torch.linalg.svd(digits.train - mean, full_matrices=False).Vh[:k]

    reconstruction = mean + (digits.test - mean) @ directions.T @ directions

    assert (reconstruction - digits.test).square().mean().item() == pytest.approx(error, abs=5e-5)
