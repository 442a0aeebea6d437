"""Hidden tests of `cosine_similarity`: all pairs, batches, vectors without a direction."""

import torch

from autograder.testing import assert_close, points


def cosines(Q, K):
    """All pairs, by normalising first: another way than most answers take."""
    return torch.einsum("...id,...jd->...ij", Q / Q.norm(dim=-1, keepdim=True), K / K.norm(dim=-1, keepdim=True))


@points("cosine_similarity", 2)
def test_every_query_meets_every_key(notebook, rng):
    """Entry (i, j) is the cosine of the angle between query i and key j, whatever their lengths."""
    Q, K = rng.normal(5, 7), rng.normal(3, 7)
    expected = cosines(Q, K)
    table = notebook.cosine_similarity(Q, K)
    assert_close(
        table, expected, what="the table", hint="Divide q.k by both lengths, for every pair: m rows, n columns."
    )
    stretched = notebook.cosine_similarity(50 * Q, K * rng.uniform(0.1, 10, (3, 1)))
    hint = "A cosine compares directions: making a vector longer must change nothing."
    assert_close(stretched, expected, what="the table for longer and shorter vectors", hint=hint)


@points("cosine_similarity", 1)
def test_batches_stay_batches(notebook, rng):
    """Leading dimensions are a batch: each part of it gets a table of its own, in the dtype of the inputs."""
    Q, K = rng.normal(2, 3, 4, 6), rng.normal(2, 3, 5, 6)
    expected = cosines(Q, K)
    hint = "Work on the last two axes only: `.mT` swaps these, `.T` swaps all."
    assert_close(notebook.cosine_similarity(Q, K), expected, what="the batch of tables", hint=hint)
    single = notebook.cosine_similarity(Q.float(), K.float())
    hint = "Make new tensors with the dtype of the inputs."
    assert_close(single, expected, rtol=1e-4, dtype=torch.float32, what="the result for float32", hint=hint)


@points("cosine_similarity", 1)
def test_zero_vectors_are_similar_to_nothing(notebook, rng):
    """A vector of zeros has similarity 0 to everything, and the other entries are as they would be without it."""
    Q, K = rng.normal(4, 3), rng.normal(5, 3)
    expected = cosines(Q, K)
    Q[1], K[3] = 0, 0
    expected[1], expected[:, 3] = 0, 0
    hint = "Where a length is 0 the dot product is 0 too: keep the division from making 0 / 0."
    assert_close(notebook.cosine_similarity(Q, K), expected, what="the table with zero vectors", hint=hint)
