"""Generated mutants: what slips are made, where, and what names them."""

from __future__ import annotations

import ast

import pytest

from autograder.audit import choose_sample, generate_mutants
from autograder.audit.mutate import Generated


def mutate(body: str) -> tuple[Generated, ...]:
    return generate_mutants(f"def f(x, y, n):\n    ### BEGIN SOLUTION\n    {body}\n    ### END SOLUTION\n")


def changed(body: str, operator: str) -> list[str]:
    """The last line of each mutant of that operator."""
    return [mutant.source.splitlines()[-1].strip() for mutant in mutate(body) if mutant.operator == operator]


@pytest.mark.parametrize(
    ("body", "operator", "expected"),
    [
        ("return x + y", "flip_sign", ["return x - y"]),
        ("return -x", "flip_sign", ["return x"]),
        ("return x * y", "swap_operator", ["return x / y"]),
        ("return x @ y", "swap_operands", ["return y @ x"]),
        ("return x - y", "swap_operands", ["return y - x"]),
        ("return (x - y).abs() + torch.linalg.norm(x - y)", "swap_operands", []),
        ("return (x - y) ** 2", "swap_operands", ["return 2 ** (x - y)"]),
        ("return torch.zeros_like(x[0])", "off_by_one", []),
        ("return g(x, full_matrices=False)", "flip_flag", []),
        ("return x + y", "drop_term", ["return x", "return y"]),
        ("return x / y", "drop_factor", ["return x"]),
        ("return g(x, y)", "swap_arguments", ["return g(y, x)"]),
        ("return torch.maximum(x, y)", "swap_arguments", []),
        ("return x[1]", "off_by_one", ["return x[2]"]),
        ("return x < y", "off_by_one", ["return x <= y"]),
        ("return list(range(n))", "off_by_one", ["return list(range(n - 1))"]),
        ("return x[:n]", "wrong_end", ["return x[n:]"]),
        ("return x.sum(dim=-1)", "wrong_axis", ["return x.sum(dim=0)"]),
        ("return x.sum(dim=-1)", "drop_axis", ["return x.sum()"]),
        ("return x.mean()", "wrong_reduction", ["return x.sum()"]),
        ("return g(x, reduction='sum')", "wrong_reduction", ["return g(x, reduction='mean')"]),
        ("return torch.sqrt(x)", "drop_root", ["return x"]),
        ("return x ** 0.5", "drop_root", ["return x"]),
        ("return x.exp()", "drop_call", ["return x"]),
        ("return g(x.detach())", "drop_detach", ["return g(x)"]),
        ("return x.T @ y", "drop_transpose", ["return x @ y"]),
        ("return g(x, keepdim=True)", "flip_flag", ["return g(x, keepdim=False)"]),
        ("return 0.5 * x", "change_constant", ["return 1.0 * x"]),
        ("return x + 1e-08", "change_constant", ["return x + 0.0"]),
        ("return (x, y)", "swap_results", ["return (y, x)"]),
        ("return x", "missing_return", ["x"]),
        ("model.eval()", "drop_statement", ["pass"]),
        ("x[0] = 1", "drop_statement", ["pass"]),
        ("x = g(y)", "drop_statement", []),
    ],
)
def test_a_slip(body: str, operator: str, expected: list[str]) -> None:
    assert changed(body, operator) == expected


def test_gradients_are_let_in() -> None:
    (mutant,) = [each for each in mutate("with torch.no_grad():\n        x += y") if each.operator == "drop_no_grad"]
    assert "no_grad" not in mutant.source
    assert "x += y" in mutant.source
    decorated = generate_mutants("@torch.no_grad()\ndef f(x):\n    return x\n")
    assert "drop_no_grad" in {mutant.operator for mutant in decorated}


def test_what_was_given_stays_as_it_is() -> None:
    cell = 'def f(x, n=3):\n    """Twice 2."""\n    y = x + 1\n    ### BEGIN SOLUTION\n    return y\n    ### END SOLUTION\n'
    assert [mutant.operator for mutant in generate_mutants(cell)] == ["missing_return"]


def test_without_marks_all_of_it_is_changed_but_docstrings_signatures_and_what_errors_say() -> None:
    cell = (
        'def f(x: int = 1) -> int:\n    """Add 2."""\n    if x:\n        raise ValueError(f"{x + 1}")\n    return x\n'
    )
    operators = {mutant.operator for mutant in generate_mutants(cell)}
    assert operators == {"missing_return", "drop_branch"}


def test_every_mutant_parses_differs_and_has_a_name_of_its_own() -> None:
    mutants = mutate("return (x - y) @ (x - y) / x.shape[0] + x.mean(dim=1).sqrt() * 2 ** 0.5")
    assert len(mutants) > 20
    assert len({mutant.id for mutant in mutants}) == len({mutant.source for mutant in mutants}) == len(mutants)
    for mutant in mutants:
        ast.parse(mutant.source)
        assert {line[0] for line in mutant.diff.splitlines()} >= {"-", "+"}


def test_a_name_outlives_changes_elsewhere() -> None:
    before = {mutant.diff.splitlines()[-1]: mutant.id for mutant in mutate("return x + y")}
    after = {mutant.diff.splitlines()[-1]: mutant.id for mutant in mutate("z = n\n    return x + y")}
    assert before.items() <= after.items()
    assert mutate("return x + y")[0].id == mutate("return x + y  # why")[0].id
    assert not {mutant.id for mutant in mutate("return x + n")} & set(before.values())


def test_a_sample_is_chosen_by_names_alone() -> None:
    mutants = mutate("return (x - y) @ (x - y) / n")
    sample = choose_sample(mutants, 4)
    assert len(sample) == 4
    assert set(choose_sample(mutants[::-1], 4)) == set(sample)
    assert choose_sample(mutants, 1000) == mutants
