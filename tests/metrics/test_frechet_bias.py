"""The measurement of the Fréchet distance's bias, on a few draws."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import frechet_bias
from benchmarks.figures import RESULTS


def test_it_measures_and_keeps_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = frechet_bias.run(sizes=(50, 200), draws=2, folder=tmp_path)
    assert json.loads((tmp_path / "frechet-bias.json").read_text()) == figures
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == figures
    few, many = figures["measured"]["digits_pca"]["sizes"]
    assert (few["n"], many["n"]) == (50, 200)
    assert few["frechet"]["mean"] > 2 * many["frechet"]["mean"]
    assert "frechet_at_infinity" not in few, "50 samples of 16 dimensions are too few to extrapolate from"


def test_the_kept_figures_show_what_the_documentation_says() -> None:
    measured = json.loads((RESULTS / "frechet-bias.json").read_text())["measured"]
    for name, entry in measured.items():
        biases = [row["frechet"]["mean"] - entry["truth"] for row in entry["sizes"]]
        assert biases == sorted(biases, reverse=True), f"{name}: the bias falls with the sample size"
        assert biases[0] > 5 * biases[-1] > 0
    for name in ("digits_pca", "digits_classifier", "gaussian_perfect"):
        for row in measured[name]["sizes"]:
            assert abs(row["kernel"]["mean"]) < 4 * row["kernel"]["sd"] / 40**0.5, f"{name}: no bias at {row['n']}"
    perfect, shrunk = (measured[name]["sizes"] for name in ("gaussian_perfect", "gaussian_shrunk"))
    assert perfect[1]["frechet"]["mean"] > shrunk[-1]["frechet"]["mean"], (
        "100 perfect samples look worse than 900 bad ones"
    )
