# Generated from lessons/00_prerequisites/06_convolutional_networks.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "box_iou"
points = 4


@test_case()
def public_check(env):
    global a, table
    globals().update(env)
    a = torch.tensor([[0.0, 0.0, 4.0, 2.0], [1.0, 1.0, 2.0, 5.0], [0.0, 0.0, 1.0, 1.0]], dtype=torch.float64)
    table = torch.as_tensor(box_iou(a, a[:2]))
    assert table.shape == (3, 2), "3 boxes against 2 make a table of 3 rows and 2 columns"
    assert table.dtype == torch.float64, "float64 in, float64 out"
    assert abs(float(table[1, 1]) - 1) < 1e-12, "every box agrees with itself"
    assert torch.as_tensor(box_iou(a[:0], a)).shape == (0, 3), "no boxes, no rows"
