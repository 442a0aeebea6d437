"""Wrong answers to `is_leak_free`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_leaks_that_need_a_loud_or_a_quiet_row")
def probes_at_one_size(prepare):
    """Believes that a leak shows on any data."""
    generator = torch.Generator().manual_seed(0)
    train, test = (torch.randn(n, 5, generator=generator, dtype=torch.float64) for n in (200, 7))
    train_out, test_out = prepare(train, test)
    for i in range(len(test)):
        for whole, alone in zip((train_out, test_out[i : i + 1]), prepare(train, test[i : i + 1]), strict=True):
            if whole.shape != alone.shape or (whole - alone).abs().max() > 1e-6 * whole.abs().max():
                return False
    return True


@mutant(caught_by="test_leaks_that_need_a_loud_or_a_quiet_row")
def probes_loud_rows_only(prepare):
    """Believes that only large values leak."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        train_out, test_out = prepare(train, test)
        for i in range(len(test)):
            for whole, alone in zip((train_out, test_out[i : i + 1]), prepare(train, test[i : i + 1]), strict=True):
                if whole.shape != alone.shape or (whole - alone).abs().max() > 1e-6 * whole.abs().max():
                    return False
    return True


@mutant(caught_by="test_statistics_of_the_wrong_rows")
def looks_at_training_rows_only(prepare):
    """Believes that a leak goes from the test rows into the training rows, and nowhere else."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        whole = prepare(train, test)[0]
        for i in range(len(test)):
            alone = prepare(train, test[i : i + 1])[0]
            if whole.shape != alone.shape or (whole - alone).abs().max() > 1e-6 * whole.abs().max():
                return False
    return True


@mutant(caught_by="test_companions")
def looks_at_test_rows_only(prepare):
    """Believes that what becomes of the training rows is the training's business."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        test_out = prepare(train, test)[1]
        for i in range(len(test)):
            whole, alone = test_out[i : i + 1], prepare(train, test[i : i + 1])[1]
            if whole.shape != alone.shape or (whole - alone).abs().max() > 1e-6 * whole.abs().max():
                return False
    return True


@mutant(caught_by="test_statistics_of_the_wrong_rows")
def shuffles_the_test_rows(prepare):
    """Believes that whatever does not mind the order of its companions does not look at them."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        order = torch.tensor([3, 6, 1, 0, 5, 2, 4])
        first, second = prepare(train, test), prepare(train, test[order])
        for a, b in ((first[0], second[0]), (first[1][order], second[1])):
            if a.shape != b.shape or (a - b).abs().max() > 1e-6 * a.abs().max():
                return False
    return True


@mutant(caught_by="test_companions")
def asks_about_the_first_row_only(prepare):
    """Believes that what holds for one test row holds for all."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        for _ in range(5):
            test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
            train_out, test_out = prepare(train, test)
            for whole, alone in zip((train_out, test_out[:1]), prepare(train, test[:1]), strict=True):
                if whole.shape != alone.shape or (whole - alone).abs().max() > 1e-6 * whole.abs().max():
                    return False
    return True


@mutant(caught_by="test_companions")
def changes_companions_but_not_their_number(prepare):
    """Believes that the number of companions tells nothing."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        train_out, test_out = prepare(train, test)
        for i in range(len(test)):
            others = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
            others[i] = test[i]
            train_other, test_other = prepare(train, others)
            for a, b in ((train_out, train_other), (test_out[i], test_other[i])):
                if a.shape != b.shape or (a - b).abs().max() > 1e-6 * a.abs().max():
                    return False
    return True


@mutant(caught_by="test_rounding_and_shapes")
def forgives_nothing(prepare):
    """Believes that equal means equal in every bit."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        train_out, test_out = prepare(train, test)
        for i in range(len(test)):
            for whole, alone in zip((train_out, test_out[i : i + 1]), prepare(train, test[i : i + 1]), strict=True):
                if whole.shape != alone.shape or not torch.allclose(whole, alone, rtol=1e-9, atol=1e-12):
                    return False
    return True


@mutant(caught_by="test_rounding_and_shapes")
def an_absolute_tolerance(prepare):
    """Believes that what is below a millionth is nothing."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        train_out, test_out = prepare(train, test)
        for i in range(len(test)):
            for whole, alone in zip((train_out, test_out[i : i + 1]), prepare(train, test[i : i + 1]), strict=True):
                bound = 1e-6 * max(1.0, float(whole.abs().max())) if whole.shape == alone.shape else -1
                if bound < 0 or (whole - alone).abs().max() > bound:
                    return False
    return True


@mutant(caught_by="test_rounding_and_shapes")
def broadcasts_what_differs(prepare):
    """Believes that a difference always shows in the values, and shapes look after themselves."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        train_out, test_out = prepare(train, test)
        for i in range(len(test)):
            for whole, alone in zip((train_out, test_out[i : i + 1]), prepare(train, test[i : i + 1]), strict=True):
                if (whole - alone).abs().max() > 1e-6 * whole.abs().max():
                    return False
    return True


@mutant(caught_by="test_statistics_of_the_wrong_rows")
def suspects_everybody(prepare):
    """Believes that whatever computes something leaks."""
    train, test = torch.randn(20, 4, dtype=torch.float64), torch.randn(5, 4, dtype=torch.float64)
    train_out, test_out = prepare(train, test)
    return train_out.shape == train.shape and test_out.equal(test)
