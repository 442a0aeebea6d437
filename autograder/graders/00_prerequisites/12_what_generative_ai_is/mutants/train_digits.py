"""Wrong answers to `train_digits`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_unseen_digits")
def chooses_by_training_images(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Believes that what fits the counted images best is best."""
    rows = np.arange(len(x))
    scores = [DigitTables(x, y, alpha).log_joint(x)[rows, y].mean() for alpha in alphas]
    return DigitTables(x, y, alphas[int(np.argmax(scores))])


@mutant(caught_by="test_unseen_digits")
def always_adds_one(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Believes that adding 1 to every count is the rule."""
    return DigitTables(x, y, 1.0 if 1.0 in alphas else alphas[0])


@mutant(caught_by="test_other_data_want_other_smoothing")
def knows_the_best_already(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Believes that what was best for the digits is best for all data."""
    return DigitTables(x, y, 0.3 if 0.3 in alphas else alphas[len(alphas) // 2])


@mutant(caught_by="test_unseen_digits")
def chooses_the_worst(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Believes that a log-likelihood is a loss: the smaller, the better."""
    aside = np.arange(len(x)) % 5 == 4
    rows = np.arange(aside.sum())
    scores = [DigitTables(x[~aside], y[~aside], a).log_joint(x[aside])[rows, y[aside]].mean() for a in alphas]
    return DigitTables(x, y, alphas[int(np.argmin(scores))])


@mutant(caught_by="test_all_images_are_counted")
def leaves_the_validation_set_out(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Believes that the model which was judged is the one to return."""
    aside = np.arange(len(x)) % 5 == 4
    rows = np.arange(aside.sum())
    models = [DigitTables(x[~aside], y[~aside], a) for a in alphas]
    scores = [model.log_joint(x[aside])[rows, y[aside]].mean() for model in models]
    return models[int(np.argmax(scores))]


@mutant(caught_by="test_other_data_want_other_smoothing")
def chooses_by_reading(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Believes that the model which reads best is the likeliest one."""
    aside = np.arange(len(x)) % 5 == 4
    scores = [np.mean(DigitTables(x[~aside], y[~aside], a).classify(x[aside]) == y[aside]) for a in alphas]
    return DigitTables(x, y, alphas[int(np.argmax(scores))])


@mutant(caught_by="test_all_images_are_counted")
def counts_every_image_twice(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Believes that counting the validation set again on top of everything makes it count at last."""
    aside = np.arange(len(x)) % 5 == 4
    rows = np.arange(aside.sum())
    scores = [DigitTables(x[~aside], y[~aside], a).log_joint(x[aside])[rows, y[aside]].mean() for a in alphas]
    x, y = np.concatenate([x, x[aside]]), np.concatenate([y, y[aside]])
    return DigitTables(x, y, alphas[int(np.argmax(scores))])
