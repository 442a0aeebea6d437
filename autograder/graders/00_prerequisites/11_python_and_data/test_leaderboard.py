"""Hidden tests of `leaderboard`: crashed runs, the caller's table, later calls, order and row numbers."""

import math
from itertools import pairwise

from autograder.testing import as_tensor, assert_close, inside, points, require

COLUMNS = {"model", "runs", "crashed", "loss"}


@inside
def ask(ns, table, index, penalty, times):
    """Call it so many times with one table: the last board as lists, and what the table is afterwards."""
    import pandas as pd

    runs = pd.DataFrame(table, index=index)
    before = runs.copy()
    for _ in range(times):
        board = ns.leaderboard(runs) if penalty is None else ns.leaderboard(runs, penalty)
    changed = list(runs.columns) != list(before.columns) or not runs.equals(before)
    if not isinstance(board, pd.DataFrame):
        return None, None, changed
    columns = {str(name): board[name].tolist() for name in board.columns}
    return columns, [int(i) if hasattr(i, "__index__") else -1 for i in board.index], changed


def reference(table, penalty):
    """Model by model."""
    rows = []
    for model in sorted(set(table["model"])):
        losses = [loss for name, loss in zip(table["model"], table["loss"], strict=True) if name == model]
        crashed = sum(math.isnan(loss) for loss in losses)
        loss = math.fsum(penalty if math.isnan(loss) else loss for loss in losses) / len(losses)
        rows.append((round(loss, 9), model, len(losses), crashed, loss))
    rows.sort()
    return rows


def ask_board(notebook, table, penalty=None, times=1, index=None):
    """The student's board, which must be a table with the four columns, beside the right rows."""
    index = list(range(len(table["model"]))) if index is None else index
    board, numbers, changed = notebook.run(ask, table, index, penalty, times)
    require(board is not None, "what is returned is not a DataFrame", hint="Is a `return` missing?")
    require(set(board) == COLUMNS, "the columns are not those of the docstring", hint="model, runs, crashed, loss")
    return board, numbers, changed, reference(table, 2.3 if penalty is None else penalty)


def check_rows(board, right, hint):
    """Names and numbers of all models, in whatever order."""
    require(sorted(board["model"]) == sorted(row[1] for row in right), "not every model has exactly one row", hint=hint)
    by_name = {name: i for i, name in enumerate(board["model"])}
    for column, place in (("runs", 2), ("crashed", 3), ("loss", 4)):
        found = as_tensor([float(board[column][by_name[row[1]]]) for row in right], f"the column {column}")
        assert_close(found, as_tensor([float(row[place]) for row in right]), what=f"the column {column}", hint=hint)


def draw_runs(rng, models, runs, share=0.3):
    """A table in random order, in which about this share of the runs has crashed, and every model has at least one run."""
    names = [f"m{i:02d}" for i in range(models)] + [f"m{int(i):02d}" for i in rng.integers(0, models, (runs - models,))]
    names = [names[i] for i in rng.numpy.permutation(runs)]
    losses, luck = rng.uniform(0, 2, (runs,)).tolist(), rng.uniform(0, 1, (runs,)).tolist()
    losses = [math.nan if u < share else x for x, u in zip(losses, luck, strict=True)]
    losses[0], losses[-1] = math.nan, 0.5
    return {"seed": list(range(runs)), "model": names, "loss": losses}


def is_close_race(table):
    """Whether rounding could decide between two models, as where all runs of both have crashed."""
    losses = [row[4] for row in reference(table, 2.3)]
    return any(b - a < 1e-6 for a, b in pairwise(losses))


@points("leaderboard", 2)
def test_crashed_runs_count(notebook, rng):
    """A crashed run is counted, and counts as the penalty, by default and where another one is asked for."""
    hint = "Nothing is equal to NaN; and an assignment with two pairs of brackets writes into a table that nobody has."
    for penalty, share in ((None, 0.3), (5.0, 0.5), (0.0, 0.4), (None, 1.1), (None, -1.0), (0.25, 0.3)):
        table = draw_runs(rng, 5, 23, share)
        board, _, _, right = ask_board(notebook, table, penalty)
        check_rows(board, right, hint)
    table = {"model": ["b", "a", "b"], "seed": [0, 0, 1], "loss": [math.nan, 1.0, math.nan]}
    board, _, _, right = ask_board(notebook, table, 3)
    check_rows(board, right, hint)


@points("leaderboard", 1)
def test_the_next_call_knows_nothing(notebook, rng):
    """A second and third call, with the same table and with another, return what the first one would."""
    hint = "A default value is made once, when `def` is run. What is kept between calls is hidden state."
    table = draw_runs(rng, 4, 15)
    board, _, _, right = ask_board(notebook, table, times=3)
    check_rows(board, right, hint)
    other = draw_runs(rng, 2, 7)
    board, _, _, right = ask_board(notebook, other, 4.0)
    check_rows(board, right, hint)


@points("leaderboard", 1)
def test_the_callers_table(notebook, rng):
    """The caller's table has the same columns and the same numbers as before, missing ones included."""
    hint = "A second name is no copy: .copy() makes one."
    for penalty in (None, 1.5):
        _, _, changed, _ = ask_board(notebook, draw_runs(rng, 3, 12), penalty)
        require(not changed, "the caller's table is another one after the call", hint=hint)


@points("leaderboard", 2)
def test_order_and_row_numbers(notebook, rng):
    """The lowest loss comes first, equal ones by name; rows are numbered from 0, whatever the numbers of the runs."""
    hint = "Sort by loss and name, then number the rows anew."
    for models, runs in ((6, 30), (1, 3), (3, 3)):
        index = [int(i) for i in rng.numpy.permutation(1000)[:runs]]
        table = draw_runs(rng, models, runs)
        while is_close_race(table):
            table = draw_runs(rng, models, runs)
        board, numbers, _, right = ask_board(notebook, table, index=index)
        names = [row[1] for row in right]
        require(board["model"] == names, "the models are not in the order of their losses", hint=hint)
        require(numbers == list(range(models)), "the rows are not numbered 0, 1, 2, …", hint=hint)
    names = [f"n{int(i):03d}" for i in rng.numpy.permutation(900)[:60]]
    losses = [0.25 * (i % 3) for i in range(60)]
    table = {"model": names, "seed": [0] * 60, "loss": losses}
    board, numbers, _, right = ask_board(notebook, table, 1.0)
    require(numbers == list(range(60)), "the rows are not numbered 0, 1, 2, …", hint=hint)
    message = "models with the same loss are not in the order of their names"
    require(board["model"] == [row[1] for row in right], message, hint=hint)
