"""Importing ``journey`` is cheap: every student's sandbox does it."""

import subprocess
import sys

import pytest

MODULES = "data densities image_sets plots seeding shapes torchvision_import"
HEAVY = {"sklearn", "matplotlib", "torchvision", "scipy", "pandas", "PIL", "autograder"}


@pytest.mark.parametrize(
    ("code", "heavy"),
    [
        ("import journey", HEAVY | {"torch", "numpy"}),
        ("; ".join(f"import journey.{name}" for name in MODULES.split()), HEAVY),
        ("import journey.data; journey.data.digits(); journey.data.shapes(3, seed=0)", HEAVY),
    ],
    ids=["the package", "its modules", "its data"],
)
def test_nothing_heavy_is_loaded(code, heavy):
    report = f"import sys; print(sorted({{name.partition('.')[0] for name in sys.modules}} & {heavy}))"
    result = subprocess.run([sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"
