# Generated from lessons/00_prerequisites/11_python_and_data.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "group_mean"
points = 6


@test_case()
def public_check(env):
    global answer, counts, groups, means
    globals().update(env)
    answer = group_mean(
        np.array([7, 3, 7, 3]), np.array([[1.0, 2.0, 0.0], [4.0, 4.0, 4.0], [3.0, 2.0, 0.0], [4.0, 4.0, 4.0]])
    )
    assert answer is not None, "is a `return` missing?"
    assert len(answer) == 3, "three things: the groups, the counts, the means"
    groups, counts, means = (np.asarray(part) for part in answer)
    assert groups.tolist() == [3, 7], "the different keys, in ascending order"
    assert counts.shape == means.shape == (2, 3), "one row for each group, one column for each column of values"
    assert means.dtype == np.float64, "means are float64"
    assert (means[0] == 4).all(), "the mean of fours"
