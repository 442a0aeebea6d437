"""Generated mutants: the reference solution of an exercise with one slip in it."""

from __future__ import annotations

import ast
import copy
import difflib
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.audit.operators import NO_MISTAKES, Place, changes_of, is_even
from autograder.lessons.syntax import canonical

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
CONTEXT_LINES = 1
_DIGITS = 8
_COMPOUND = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If, ast.For, ast.While, ast.With, ast.Try)


@dataclass(frozen=True)
class Generated:
    """One generated mutant.

    Attributes:
        id: the operator and a hash of the changed statement before and after: it stays the same while that statement does,
            whatever happens around it.
        operator: the slip, e.g. ``wrong_axis``.
        source: the code that takes the solution's place.
        diff: what changed, as a unified diff of the two syntax trees written out.
    """

    id: str
    operator: str
    source: str
    diff: str


def generate_mutants(lesson_cell: str) -> tuple[Generated, ...]:
    """Every mutant of the solution in an exercise's cell, in the order of the code.

    Args:
        lesson_cell: the cell as it stands in the lesson, with its solution marks; what is outside of them was given to the
            students and stays as it is. Without marks all of it is changed.
    """
    tree = ast.parse(lesson_cell)
    lines = _solution_lines(lesson_cell)
    before = ast.unparse(tree)
    seen, numbers = {canonical(tree)}, Counter[str]()
    mutants = []
    for site in _sites(tree):
        if lines and getattr(site.node, "lineno", 0) not in lines:
            continue
        for operator, place in changes_of(site.node):
            if operator == "swap_operands" and site.is_even:
                continue
            changed = _replace(tree, site.number, place)
            if (text := canonical(changed)) in seen:
                continue
            seen.add(text)
            source = ast.unparse(ast.fix_missing_locations(changed))
            key = _key(operator, site, place)
            numbers[key] += 1
            suffix = f"-{numbers[key]}" if numbers[key] > 1 else ""
            mutants.append(Generated(f"{operator}-{key}{suffix}", operator, source, _diff(before, source)))
    return tuple(mutants)


def choose_sample(mutants: tuple[Generated, ...], most: int) -> tuple[Generated, ...]:
    """At most so many of them, chosen by their ids alone, in their order."""
    chosen = sorted(mutants, key=lambda mutant: hashlib.sha256(mutant.id.encode()).digest())[:most]
    return tuple(mutant for mutant in mutants if mutant in chosen)


def _solution_lines(text: str) -> frozenset[int]:
    inside, lines = False, set()
    for number, line in enumerate(text.splitlines(), start=1):
        if BEGIN in line:
            inside = True
        elif END in line:
            inside = False
        elif inside:
            lines.add(number)
    return frozenset(lines)


@dataclass(frozen=True)
class _Site:
    """A node that may be changed: its number in the tree, what of its statement is around it, and whether its sign counts."""

    number: int
    node: ast.AST
    around: ast.AST
    is_even: bool


def _sites(tree: ast.Module) -> Iterator[_Site]:
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    skipped = {inner for node in ast.walk(tree) for outer in _not_code(node) for inner in ast.walk(outer)}
    for number, node in enumerate(ast.walk(tree)):
        if node in parents and node not in skipped:
            above = parents[node]
            is_difference = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub)
            sign_is_lost = is_difference and (is_even(above, node) or is_even(parents.get(above), node))
            yield _Site(number, node, _around(node, parents), sign_is_lost)


def _not_code(node: ast.AST) -> Iterator[ast.AST]:
    """What a student was given or what does nothing: docstrings, signatures, annotations, what an error says."""
    if isinstance(node, ast.FunctionDef):
        yield node.args
        yield from [node.returns] if node.returns else []
    elif isinstance(node, ast.AnnAssign):
        yield node.annotation
    elif isinstance(node, ast.Raise):
        yield from [node.exc] if node.exc else []
    elif isinstance(node, ast.Assert):
        yield from [node.msg] if node.msg else []
    elif isinstance(node, ast.JoinedStr):
        yield node
    elif isinstance(node, ast.keyword) and node.arg in NO_MISTAKES:  # an operator of its own changes axes
        yield node.value
    elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("_like"):  # only the shape counts
        yield from node.args[:1]


def _around(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> ast.AST:
    """The statement of a node; of one with a body only the expression in its head."""
    while node in parents and not isinstance(node, ast.stmt) and not isinstance(parents[node], _COMPOUND):
        node = parents[node]
    return node


def _key(operator: str, site: _Site, place: Place) -> str:
    after = [canonical(part) for part in (place if isinstance(place, list) else [place])]
    parts = [operator, canonical(site.around), canonical(site.node), *after]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_DIGITS]


def _replace(tree: ast.Module, number: int, place: Place) -> ast.Module:
    changed = copy.deepcopy(tree)
    for i, node in enumerate(ast.walk(changed)):
        if i == number:
            target = node
    for parent in ast.walk(changed):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, place)
            elif isinstance(value, list) and any(entry is target for entry in value):
                at = next(i for i, entry in enumerate(value) if entry is target)
                value[at : at + 1] = place if isinstance(place, list) else [place]
    return changed


def _diff(before: str, after: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=CONTEXT_LINES)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))
