"""Importing ``journey`` is cheap: every student's sandbox does it."""

import subprocess
import sys


def test_import_loads_neither_sklearn_nor_matplotlib():
    code = (
        "import sys, journey, journey.data, journey.plots; journey.data.digits();"
        "heavy = {'sklearn', 'matplotlib', 'pandas', 'autograder'};"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & heavy))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"
