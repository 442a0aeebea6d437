"""What an assignment's notebook imports: what its sandbox has ready before anybody's code runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nbformat import NotebookNode


def imported_modules(notebook: NotebookNode) -> tuple[str, ...]:
    """The modules that a notebook's code imports, sorted; ``torch.optim`` too where it is only used as an attribute.

    Args:
        notebook: a built source notebook.
    """
    found: set[str] = set()
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            found.update(_modules_in(cell["source"]))
    return tuple(sorted(found))


def _modules_in(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell of magics says nothing about imports
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif isinstance(node, ast.Attribute) and ast.unparse(node) == "torch.optim":
            yield "torch.optim"
