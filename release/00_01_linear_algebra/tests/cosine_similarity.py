# Generated from lessons/00_prerequisites/01_linear_algebra.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "cosine_similarity"
points = 4


@test_case()
def public_check(env):
    global K, Q, batched, table
    globals().update(env)
    Q = torch.tensor([[1.0, 0.0], [0.0, 2.0], [3.0, 3.0]], dtype=torch.float64)
    K = torch.tensor([[5.0, 0.0], [0.0, 1.0]], dtype=torch.float64)
    table = torch.as_tensor(cosine_similarity(Q, K))
    assert table.shape == (3, 2), "3 queries and 2 keys make a table of 3 rows and 2 columns"
    assert table.dtype == torch.float64, "float64 in, float64 out"
    assert table.abs().max() <= 1 + 1e-12, "a cosine is never larger than 1: were both lengths divided out?"
    assert abs(float(table[0, 0]) - 1) < 1e-9, "vectors of the same direction have cosine 1, whatever their lengths"
    batched = torch.as_tensor(cosine_similarity(torch.ones(4, 3, 2), torch.ones(4, 5, 2)))
    assert batched.shape == (4, 3, 5), "a batch of 4 stays a batch of 4"
    assert batched.dtype == torch.float32, "float32 in, float32 out"
