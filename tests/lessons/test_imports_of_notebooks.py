"""What an assignment's notebook imports."""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.lessons import imported_modules


def test_all_imports_count_wherever_they_stand() -> None:
    cells = [
        new_markdown_cell("import os"),
        new_code_cell("import math, torch.nn as nn\nfrom journey.data import digits"),
        new_code_cell("def f():\n    from scipy import linalg\n    from . import sibling"),
        new_code_cell("%matplotlib inline\nimport never_seen"),
    ]
    assert imported_modules(new_notebook(cells=cells)) == ("journey.data", "math", "scipy", "torch.nn")


def test_an_optimiser_is_seen_where_it_is_used() -> None:
    used = new_notebook(cells=[new_code_cell("import torch\nopt = torch.optim.Adam(model.parameters())")])
    assert imported_modules(used) == ("torch", "torch.optim")
    assert imported_modules(new_notebook(cells=[new_code_cell("import torch\nx.optim = 1")])) == ("torch",)
