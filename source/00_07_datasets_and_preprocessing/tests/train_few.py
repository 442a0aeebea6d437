# Generated from lessons/00_prerequisites/07_datasets_and_preprocessing.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_few"
points = 8


@test_case()
def public_check(env):
    global small
    globals().update(env)
    small = train_few(sheets(train[:30]), train_labels[:30], seed=0, steps=2)
    assert small(sheets(test[:5])).shape == (5, 10), "ten logits for each picture"
    assert small(sheets(test[:5])).dtype == torch.float64, "float64 in, float64 out"
