# Generated from lessons/00_prerequisites/12_what_generative_ai_is.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "judge_samples"
points = 6


@test_case()
def public_check(env):
    global judged
    globals().update(env)
    judged = judge_samples(
        x_test[:40],
        y_test[:40],
        lambda images: np.zeros(len(images), dtype=int),
        x_train[:90],
        x_test[40:60],
        y_test[40:60],
    )
    assert len(judged) == 3, "fidelity, variety, novelty"
    assert all(isinstance(number, float) for number in judged), "three floats"
    assert 0 <= judged[0] <= 1, "fidelity is a share"
    assert 0.5 < judged[1] < 2, "real images, beside real images: variety is near 1"
    assert 0.5 < judged[2] < 2, "real images, beside real images: novelty is near 1"
