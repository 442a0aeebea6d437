"""Hidden tests of `attention`."""

import torch

from autograder.testing import assert_close, points


@points("attention", 3)
def test_weighs_the_values(notebook, rng):
    """Each query gets the mean of the values, weighted by the softmax of its scaled scores."""
    Q, K, V = rng.normal(2, 6, 4), rng.normal(2, 6, 4), rng.normal(2, 6, 3)
    expected = torch.softmax(Q @ K.mT / 2, -1) @ V
    assert_close(notebook.attention(Q, K, V), expected, hint="Divide the scores by the root of d.")


@points("attention", 3)
def test_causal_attention_does_not_look_ahead(notebook, rng):
    """With causal=True what comes later changes nothing, and the last position sees everything."""
    Q, K, V = rng.normal(5, 4), rng.normal(5, 4), rng.normal(5, 2)
    seen = notebook.attention(Q, K, V, causal=True)
    other = torch.cat([V[:4], V[4:] + 100])
    assert_close(seen[0], V[0], hint="The first position sees itself only.")
    assert_close(
        notebook.attention(Q, K, other, causal=True)[:4], seen[:4], hint="The last value is hidden from others."
    )
    assert_close(seen[4], torch.softmax(Q[4] @ K.T / 2, -1) @ V, hint="The last position sees all.")
