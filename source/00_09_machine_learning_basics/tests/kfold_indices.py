# Generated from lessons/00_prerequisites/09_machine_learning_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "kfold_indices"
points = 5


@test_case()
def public_check(env):
    global folds, train, val
    globals().update(env)
    folds = kfold_indices(11, 3, np.random.default_rng(0))
    assert len(folds) == 3, "one pair for each part"
    for train, val in folds:
        assert np.asarray(train).dtype.kind in "iu", "numbers of examples are integers"
        assert np.ndim(train) == np.ndim(val) == 1, "a plain list of numbers"
        assert len(train) + len(val) == 11, "what is not kept back is learnt from"
    try:
        kfold_indices(5, 1, np.random.default_rng(0))
    except ValueError:
        pass
    else:
        raise AssertionError("with one part nothing is left to learn from: a ValueError")
