# Generated from lessons/00_prerequisites/11_python_and_data.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "leaderboard"
points = 6


@test_case()
def public_check(env):
    global board
    globals().update(env)
    board = leaderboard(pd.DataFrame({"model": ["b", "a", "b", "a"], "seed": [0, 0, 1, 1], "loss": [0.5, 0.8, 0.7, 0.9]}))
    assert isinstance(board, pd.DataFrame), "the result is a DataFrame"
    assert set(board.columns) == {"model", "runs", "crashed", "loss"}, "four columns, called as in the docstring"
    assert len(board) == 2, "two models, two rows"
    assert board["model"].tolist() == ["b", "a"], "the lower loss comes first"
    assert board["crashed"].sum() == 0, "nothing has crashed here"
