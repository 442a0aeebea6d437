# Generated from lessons/00_prerequisites/11_python_and_data.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "count_ink"
points = 4


@test_case()
def public_check(env):
    global counts, few, many
    globals().update(env)
    counts = count_ink(np.array([[0.0, 0.5, 1.0, 0.9], [0.1, 0.2, 0.3, 0.0], [1.0, 1.0, 1.0, 1.0]]), 0.5)
    counts = np.asarray(counts)
    assert counts.shape == (3,), "three pictures, three counts"
    assert counts.dtype == np.int64, "counts are whole numbers, int64"
    assert counts[2] == 4, "all four pixels of the last picture are darker than 0.5"
    few, many = count_lines(count_ink, pictures[:5], 0.5), count_lines(count_ink, pictures[:200], 0.5)
    assert many < few + 50, "the lines of Python grow with the number of pictures: there is a loop"
