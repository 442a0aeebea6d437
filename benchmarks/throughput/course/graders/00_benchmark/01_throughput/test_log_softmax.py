"""Hidden tests of `log_softmax`."""

import torch

from autograder.testing import assert_close, points


@points("log_softmax", 2)
def test_matches_the_definition(notebook, rng):
    """Each row is the logarithm of its softmax, with or without batch dimensions."""
    z = rng.normal(5, 7)
    assert_close(notebook.log_softmax(z), torch.log_softmax(z, -1), hint="Over the last axis.")
    z = rng.normal(2, 3, 4)
    assert_close(notebook.log_softmax(z), torch.log_softmax(z, -1), hint="Over the last axis, whatever comes before.")


@points("log_softmax", 2)
def test_large_logits_do_not_overflow(notebook, rng):
    """Logits of a few thousand are no harder than small ones."""
    z = 4000 * rng.normal(6, 5)
    assert_close(notebook.log_softmax(z), torch.log_softmax(z, -1), hint="Subtract the largest logit first.")
