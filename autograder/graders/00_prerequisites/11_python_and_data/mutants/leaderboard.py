"""Wrong answers to `leaderboard`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_crashed_runs_count")
def compares_with_nan(runs, penalty=2.3):
    """Believes that a missing loss is equal to NaN (first fault of the draft)."""
    table = runs.copy()
    table["crashed"] = table["loss"] == np.nan
    table.loc[table["crashed"], "loss"] = penalty
    rows = []
    for model, group in table.groupby("model"):
        rows.append(
            {"model": model, "runs": len(group), "crashed": group["crashed"].sum(), "loss": group["loss"].mean()}
        )
    return pd.DataFrame(rows).sort_values(["loss", "model"]).reset_index(drop=True)


@mutant(caught_by="test_crashed_runs_count")
def assigns_to_nowhere(runs, penalty=2.3):
    """Believes that an assignment with two pairs of brackets writes into the table (second fault of the draft)."""
    table = runs.copy()
    table["crashed"] = table["loss"].isna()
    part = table[table["crashed"]].copy()
    part["loss"] = penalty
    rows = []
    for model, group in table.groupby("model"):
        rows.append(
            {"model": model, "runs": len(group), "crashed": group["crashed"].sum(), "loss": group["loss"].mean()}
        )
    return pd.DataFrame(rows).sort_values(["loss", "model"]).reset_index(drop=True)


@mutant(caught_by="test_crashed_runs_count")
def drops_crashed_runs(runs, penalty=2.3):
    """Believes that a run without a loss is no run."""
    table = runs.dropna(subset=["loss"]) if runs["loss"].notna().any() else runs
    board = table.groupby("model")["loss"].agg(["size", "mean"]).reset_index()
    board = board.rename(columns={"size": "runs", "mean": "loss"})
    board["crashed"] = 0
    return board.sort_values(["loss", "model"]).reset_index(drop=True)


@mutant(caught_by="test_crashed_runs_count")
def ignores_the_penalty(runs, penalty=2.3):
    """Believes that the penalty is always the default."""
    table = runs.assign(crashed=runs["loss"].isna(), loss=runs["loss"].fillna(2.3))
    board = table.groupby("model").agg(runs=("loss", "size"), crashed=("crashed", "sum"), loss=("loss", "mean"))
    return board.reset_index().sort_values(["loss", "model"], ignore_index=True)


@mutant(caught_by="test_crashed_runs_count")
def counts_the_survivors(runs, penalty=2.3):
    """Believes that `count` counts rows."""
    table = runs.assign(filled=runs["loss"].fillna(penalty), crashed=runs["loss"].isna())
    board = table.groupby("model").agg(runs=("loss", "count"), crashed=("crashed", "sum"), loss=("filled", "mean"))
    return board.reset_index().sort_values(["loss", "model"], ignore_index=True)


@mutant(caught_by="test_crashed_runs_count")
def takes_the_best_run(runs, penalty=2.3):
    """Believes that a model is as good as its best run."""
    table = runs.assign(crashed=runs["loss"].isna(), loss=runs["loss"].fillna(penalty))
    board = table.groupby("model").agg(runs=("loss", "size"), crashed=("crashed", "sum"), loss=("loss", "min"))
    return board.reset_index().sort_values(["loss", "model"], ignore_index=True)


@mutant(caught_by="test_the_next_call_knows_nothing")
def remembers_the_last_call(runs, penalty=2.3, rows=[]):
    """Believes that a default list is made anew at each call (fourth fault of the draft)."""
    table = runs.copy()
    table["crashed"] = table["loss"].isna()
    table.loc[table["crashed"], "loss"] = penalty
    for model, group in table.groupby("model"):
        rows.append(
            {"model": model, "runs": len(group), "crashed": group["crashed"].sum(), "loss": group["loss"].mean()}
        )
    return pd.DataFrame(rows).sort_values(["loss", "model"]).reset_index(drop=True)


@mutant(caught_by="test_the_callers_table")
def writes_into_the_callers_table(runs, penalty=2.3):
    """Believes that a second name is a second table (third fault of the draft)."""
    table = runs
    table["crashed"] = table["loss"].isna()
    table["filled"] = table["loss"].fillna(penalty)
    board = table.groupby("model").agg(runs=("filled", "size"), crashed=("crashed", "sum"), loss=("filled", "mean"))
    return board.reset_index().sort_values(["loss", "model"], ignore_index=True)


@mutant(caught_by="test_the_callers_table")
def fills_the_callers_gaps(runs, penalty=2.3):
    """Believes that filling gaps in place tidies up for everybody."""
    crashed = runs["loss"].isna()
    runs.loc[crashed, "loss"] = penalty
    table = runs.assign(crashed=crashed)
    board = table.groupby("model").agg(runs=("loss", "size"), crashed=("crashed", "sum"), loss=("loss", "mean"))
    return board.reset_index().sort_values(["loss", "model"], ignore_index=True)


@mutant(caught_by="test_order_and_row_numbers")
def keeps_the_old_numbers(runs, penalty=2.3):
    """Believes that sorting numbers the rows anew (fifth fault of the draft)."""
    table = runs.assign(crashed=runs["loss"].isna(), loss=runs["loss"].fillna(penalty))
    board = table.groupby("model").agg(runs=("loss", "size"), crashed=("crashed", "sum"), loss=("loss", "mean"))
    return board.reset_index().sort_values(["loss", "model"])


@mutant(caught_by="test_order_and_row_numbers")
def highest_loss_first(runs, penalty=2.3):
    """Believes that more is better."""
    table = runs.assign(crashed=runs["loss"].isna(), loss=runs["loss"].fillna(penalty))
    board = table.groupby("model").agg(runs=("loss", "size"), crashed=("crashed", "sum"), loss=("loss", "mean"))
    return board.reset_index().sort_values(["loss", "model"], ascending=[False, True], ignore_index=True)


@mutant(caught_by="test_order_and_row_numbers")
def leaves_ties_to_chance(runs, penalty=2.3):
    """Believes that sort_values keeps ties in order; here they come as they stood in the table."""
    table = runs.assign(crashed=runs["loss"].isna(), loss=runs["loss"].fillna(penalty))
    grouped = table.groupby("model", sort=False)
    board = grouped.agg(runs=("loss", "size"), crashed=("crashed", "sum"), loss=("loss", "mean"))
    return board.reset_index().sort_values("loss", ignore_index=True, kind="stable")
