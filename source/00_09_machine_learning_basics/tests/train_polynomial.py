# Generated from lessons/00_prerequisites/09_machine_learning_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_polynomial"
points = 8


@test_case()
def public_check(env):
    global degree, errors, parts, predict, x
    globals().update(env)
    x = np.linspace(-1.0, 1.0, 12)
    parts = [(np.arange(4, 12), np.arange(4)), (np.arange(8), np.arange(8, 12)), (np.r_[:4, 8:12], np.arange(4, 8))]
    degree, errors, predict = train_polynomial(x, np.full(12, 3.0), parts, max_degree=4)
    assert 1 <= int(degree) <= 4, "a degree that was tried"
    assert np.shape(errors) == (4,), "one error for each degree"
    assert np.shape(predict(np.array([0.5, 2.0]))) == (2,), "one forecast for each point"
    assert np.asarray(predict(np.array([0.5]))).dtype == np.float64, "float64 in, float64 out"
    assert np.abs(predict(np.array([0.5, 2.0])) - 3.0).max() < 1e-9, "where y is always 3, the forecast is 3"
