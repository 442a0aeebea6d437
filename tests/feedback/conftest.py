"""A graded notebook with every outcome in it, as repair and judging leave one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.records import CellResult, ExerciseResult, Outcome, Picture, Report, Status, TestResult

LESSON = r"""# Linear algebra: what a matrix does to space

Why does a network with a hundred inputs often use **only three** of them? Everything below rests on one picture:
a matrix $A \in \mathbb{R}^{m \times n}$ *turns, stretches, turns again*.

$$
A = U \Sigma V^\top = \sum_{i=1}^{r} \sigma_i \, \mathbf{u}_i \mathbf{v}_i^\top,
\qquad \sigma_1 \ge \dots \ge \sigma_r > 0
$$

![A circle becomes an ellipse](images/ellipse.svg)
"""
TASK = r"""## Exercise 1: project onto a subspace

Write `project(A, b)`: the point of the column space of $A$ that is closest to $\mathbf{b}$,

\begin{align}
\hat{x} &= \operatorname*{arg\,min}_{x} \lVert A x - b \rVert_2^2, \\
p &= A \hat{x} = A (A^\top A)^{-1} A^\top b .
\end{align}

| argument | shape |
| --- | --- |
| `A` | `(m, n)` |
| `b` | `(m,)` |
"""
HINT = """<details>
<summary>A nudge</summary>

The error $b - p$ is orthogonal to every column.

<details>
<summary>The line</summary>

```python
x = torch.linalg.solve(A.T @ A, A.T @ b)
```
</details>
</details>
"""
PROJECT = '''def project(A, b):
    """The point of A's column space closest to b."""
    # normal equations
    x = torch.linalg.solve(A.T @ A, A.T @ b)
    return A @ x
'''
RANK = """def numerical_rank(A, tol=1e-8):
    s = torch.linalg.svdvals(A)
    return int((s > tol).sum())
"""
GRAM = """def gram_schmidt(A):
    Q = torch.zeros_like(A)
    for j in range(A.shape[1]):
        v = A[:, j] - Q @ (Q.T @ A[:, j])
        Q[:, j] = v / v.norm()
    return Q.numpy().foo()
"""
POWER = """def power_iteration(A, v):
    while True:
        v = A @ v
        v = v / v.norm()
    return v
"""
SVD = '''def low_rank(A, r):
    """The best approximation of A of rank r."""
    raise NotImplementedError
'''
WHY = r"""Because $\operatorname{rank}(AB) \le \min(\operatorname{rank} A, \operatorname{rank} B)$:
the columns of $AB$ are combinations of those of $A$.
So two **linear** layers with a narrow one between them can never do more than the narrow one lets through.
"""
TRACEBACK = """Traceback (most recent call last):
  cell 12, line 6, in gram_schmidt
    return Q.numpy().foo()
AttributeError: 'numpy.ndarray' object has no attribute 'foo'"""


def nbgrader(
    grade_id: str, *, grade: bool, solution: bool, locked: bool, points: float | None = None
) -> dict[str, Any]:
    data = {
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
        "schema_version": 3,
        "cell_type": "code",
    }
    return data if points is None else data | {"points": points}


def text(source: str, kind: str = "text", exercise: str = "", **marks: Any) -> NotebookNode:
    return _marked(new_markdown_cell(source), kind, exercise, marks)


def code(source: str, kind: str = "", exercise: str = "", **marks: Any) -> NotebookNode:
    return _marked(new_code_cell(source), kind, exercise, marks)


def _marked(cell: NotebookNode, kind: str, exercise: str, marks: dict[str, Any]) -> NotebookNode:
    if kind:
        cell.metadata["journey"] = {"kind": kind} | ({"exercise": exercise} if exercise else {})
    if marks:
        cell.metadata["nbgrader"] = nbgrader(**marks) | {"cell_type": cell.cell_type}
    return cell


def exercise_cells(name: str, source: str, points: float) -> list[NotebookNode]:
    return [
        code(source, "exercise", name, grade_id=f"{name}-answer", grade=False, solution=True, locked=False),
        code(
            f'assert {name}(torch.eye(2), torch.ones(2)) is not None, "it returns something"',
            "public_test",
            name,
            grade_id=name,
            grade=True,
            solution=False,
            locked=True,
            points=points,
        ),
    ]


def sample_cells() -> list[NotebookNode]:
    given = {"grade": False, "solution": False, "locked": True}
    written = {"grade_id": "why_rank", "grade": True, "solution": True, "locked": False, "points": 3}
    return [
        text(LESSON),
        code("import torch\nfrom journey import plot", "given", grade_id="given-1", **given),
        text("### A worked example\n\nTake $A = \\begin{bmatrix} 2 & 0 \\\\ 0 & 1 \\end{bmatrix}$."),
        code("A = torch.tensor([[2.0, 0.0], [0.0, 1.0]])\nprint(A @ A)", "given", grade_id="given-2", **given),
        text(TASK, "task", "project", grade_id="project-task", **given),
        *exercise_cells("project", PROJECT, 6),
        text(HINT, "hint", "project"),
        text("## Rank\n\nHow many directions survive?"),
        *exercise_cells("numerical_rank", RANK, 6),
        code("# let me see\nfor i in range(3):\n    print(i, numerical_rank(torch.eye(i + 1)))"),
        *exercise_cells("gram_schmidt", GRAM, 5),
        *exercise_cells("power_iteration", POWER, 5),
        code("plot.matrix(A)", "demo"),
        *exercise_cells("low_rank", SVD, 8),
        text(WHY, "written", "why_rank", **written),
        code("while True:\n    pass"),
    ]


def outcome(
    exercise: str, name: str, points: float, earned: float, kind: Outcome, asked: str, **more: Any
) -> TestResult:
    return TestResult(
        test=f"test_{name}", exercise=exercise, points=points, earned=earned, outcome=kind, asked=asked, **more
    )


def sample_exercises() -> tuple[ExerciseResult, ...]:
    failed, passed = Outcome.FAILED, Outcome.PASSED
    nan = "AttributeError: 'numpy.ndarray' object has no attribute 'foo'"
    grouped = {
        "project": (
            outcome("project", "closest", 2, 2, passed, "The result is the closest point of the column space."),
            outcome(
                "project",
                "orthogonal",
                2,
                2,
                passed,
                "The error `b - p` is orthogonal to every column of `A`.",
                message="correct given your `gram`",
                given=("gram",),
            ),
            outcome("project", "batched", 2, 2, passed, "A projection done twice changes nothing."),
        ),
        "numerical_rank": (
            outcome("numerical_rank", "full", 2, 2, passed, "A matrix of full rank has all its rank."),
            outcome(
                "numerical_rank",
                "scaled",
                2,
                1,
                Outcome.PARTIAL,
                "The rank does not depend on the scale of the matrix.",
                message="`numerical_rank(c * A)` differs from `numerical_rank(A)` for small `c`.",
                hint="Compare the singular values with the largest of them, not with a fixed number: `tol * s.max()`.",
            ),
            outcome(
                "numerical_rank",
                "noise",
                2,
                0,
                failed,
                "Rounding errors do not count as directions.",
                message="On 200 noisy matrices the rank was right too seldom.",
                measured="61 %",
                target="at least 95 %",
                pictures=(Picture(caption="noise <i>and</i> rank", png=b"\x89PNG one"),),
                hint="Where does rounding leave the singular values that should be zero?",
                detail="SECRET-DETAIL expected rank 3",
            ),
        ),
        "gram_schmidt": (
            outcome(
                "gram_schmidt",
                "orthonormal",
                3,
                0,
                Outcome.ERROR,
                "The columns of `Q` are orthonormal.",
                message=nan,
                traceback=TRACEBACK,
            ),
            outcome(
                "gram_schmidt",
                "span",
                2,
                0,
                failed,
                "They span the same space.",
                unexpected=True,
                detail="SECRET-DETAIL KeyError",
            ),
        ),
        "power_iteration": (
            outcome("power_iteration", "converges", 3, 0, Outcome.TIMEOUT, "It converges to the dominant eigenvector."),
            outcome("power_iteration", "unit", 2, 0, Outcome.TIMEOUT, "The result has length one."),
        ),
        "low_rank": (
            outcome("low_rank", "rank", 4, 0, Outcome.NOT_ATTEMPTED, "The result has rank `r` at the most."),
            outcome("low_rank", "best", 4, 0, Outcome.NOT_ATTEMPTED, "No other matrix of that rank is closer."),
        ),
    }
    graded = tuple(
        ExerciseResult(
            exercise=name,
            points=sum(test.points for test in tests),
            earned=sum(test.earned for test in tests),
            attempted=name != "low_rank",
            tests=tests,
        )
        for name, tests in grouped.items()
    )
    return (*graded, ExerciseResult(exercise="why_rank", points=3, earned=0, manual=True))


def sample_results() -> tuple[CellResult, ...]:
    loop = "The cell did not end within 10 seconds."
    return (
        CellResult(index=1, outcome=Outcome.PASSED),
        CellResult(index=3, outcome=Outcome.PASSED, text="tensor([[4., 0.],\n        [0., 1.]])\n"),
        CellResult(index=5, exercise="project", outcome=Outcome.PASSED),
        CellResult(index=11, outcome=Outcome.PASSED, text="\x1b[32m0\x1b[0m 1\n1 2\n2 3\n"),
        CellResult(index=20, outcome=Outcome.TIMEOUT, message=loop),
    )


@pytest.fixture(scope="session")
def make_notebook() -> Callable[[], NotebookNode]:
    """A fresh notebook at each call: 21 cells, all kinds."""

    def make() -> NotebookNode:
        notebook = new_notebook(cells=sample_cells())
        for index, cell in enumerate(notebook.cells):
            cell.id = f"cell-{index}"
        nbformat.validate(notebook)
        return notebook

    return make


@pytest.fixture(scope="session")
def report() -> Report:
    return Report(
        assignment="00_01_linear_algebra",
        student="ada.lovelace",
        status=Status.GRADED,
        exercises=sample_exercises(),
        cells=sample_results(),
        repairs=(
            "the public test of `gram_schmidt` had been deleted: it was put back",
            "a locked cell had been edited: its text was restored",
        ),
    )


@pytest.fixture(scope="session")
def make_cell() -> Callable[..., NotebookNode]:
    """A markdown cell, or a code cell, of a kind."""
    return lambda source, kind="", is_code=False, **marks: (code if is_code else text)(source, kind, **marks)
