"""Slips that are made in this field, as changes of one node of a syntax tree.

Each operator looks at one node and yields what may stand in its place. The general ones (operators, comparisons, constants,
branches) are those that mutation testers agree on; the others are those of numerical and training code: an axis, a reduction, a
root, a transposition, a `detach`.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import Any

Place = ast.AST | list[ast.stmt]
Changes = Iterator[tuple[str, Place]]

_OTHER_OPERATOR: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_ONE_OFF: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_NOT_COMMUTATIVE = (ast.Sub, ast.Div, ast.MatMult, ast.Pow)
_REDUCTIONS = {
    "mean": "sum", "sum": "mean", "max": "min", "min": "max", "amax": "amin", "amin": "amax", "argmax": "argmin",
    "argmin": "argmax", "var": "std", "std": "var", "logsumexp": "sum", "prod": "sum", "maximum": "minimum",
    "minimum": "maximum", "cumsum": "cumprod", "cumprod": "cumsum", "all": "any", "any": "all", "median": "mean",
}  # fmt: skip
_ROOTS = {"sqrt": "drop_root", "rsqrt": "drop_root"}
_CUTS = {"detach": "drop_detach", "clone": "drop_clone"}
# A call that leaves shape and kind as they are: without it the program still runs.
_SAME_SHAPE = frozenset({
    "exp", "log", "log1p", "expm1", "abs", "square", "softmax", "log_softmax", "sigmoid", "logsigmoid", "tanh", "relu",
    "softplus", "sign", "flip", "clamp", "clamp_min", "clamp_max", "masked_fill", "nan_to_num", "normalize", "cumsum",
    "cumprod", "tril", "triu", "sort", "long", "float", "double", "round", "floor", "ceil", "cos", "sin", "reciprocal",
})  # fmt: skip
_MODULES = frozenset({"torch", "np", "numpy", "math", "F", "nn", "functional"})
# Swapping the first two arguments of these changes nothing, or nothing that a student might believe.
_COMMUTATIVE = frozenset({
    "maximum", "minimum", "min", "max", "logaddexp", "dot", "allclose", "isclose", "equal", "add", "mul", "multiply", "gcd",
    "zip", "ones", "zeros", "empty", "randn", "full", "isinstance", "getattr", "setattr", "print", "super",
})  # fmt: skip
_TRANSPOSED = frozenset({"T", "mT", "H", "mH"})
_WITHOUT_GRADIENT = frozenset({"no_grad", "inference_mode"})
AXES = ("dim", "axis")
# What these keywords say is changed by an operator of its own, or saves work and changes nothing once the result is cut.
NO_MISTAKES = (*AXES, "full_matrices", "driver")
_EVEN = frozenset({"abs", "square", "norm", "vector_norm", "matrix_norm", "svdvals"})
_TINY = 1e-3


def changes_of(node: ast.AST) -> Changes:
    """What may stand in a node's place, each with the name of the operator."""
    operator = _OPERATORS.get(type(node))
    if operator is not None:
        yield from operator(node)


def _with(node: ast.AST, **fields: Any) -> ast.AST:
    """A copy of a node with other fields."""
    changed = copy.deepcopy(node)
    for name, value in fields.items():
        setattr(changed, name, copy.deepcopy(value))
    return changed


def is_even(node: ast.AST | None, inner: ast.AST) -> bool:
    """Whether a node is a function of another one in which the sign is lost: ``inner.abs()``, ``inner ** 2``."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        return node.left is inner and isinstance(node.right, ast.Constant) and node.right.value in (2, 4)
    if not isinstance(node, ast.Call):
        return False
    name, subject = _callee(node)
    return name in _EVEN and subject is inner


# --- expressions


def _binary(node: ast.BinOp) -> Changes:
    kind = type(node.op)
    if kind in _OTHER_OPERATOR:
        yield "flip_sign" if kind in (ast.Add, ast.Sub) else "swap_operator", _with(node, op=_OTHER_OPERATOR[kind]())
    if kind in _NOT_COMMUTATIVE:
        yield "swap_operands", _with(node, left=node.right, right=node.left)
    if kind is ast.Pow:
        is_root = isinstance(node.right, ast.Constant) and node.right.value == 0.5
        yield "drop_root" if is_root else "drop_power", copy.deepcopy(node.left)
    elif kind in (ast.Add, ast.Sub):
        yield "drop_term", copy.deepcopy(node.left)
        if kind is ast.Add:
            yield "drop_term", copy.deepcopy(node.right)
    elif kind in (ast.Mult, ast.Div):
        yield "drop_factor", copy.deepcopy(node.left)
        if kind is ast.Mult:
            yield "drop_factor", copy.deepcopy(node.right)


def _unary(node: ast.UnaryOp) -> Changes:
    if isinstance(node.op, ast.USub):
        yield "flip_sign", copy.deepcopy(node.operand)
    elif isinstance(node.op, ast.Not | ast.Invert):
        yield "negate_condition", copy.deepcopy(node.operand)


def _comparison(node: ast.Compare) -> Changes:
    for i, op in enumerate(node.ops):
        for name, table in (("off_by_one", _ONE_OFF), ("negate_condition", _OPPOSITE)):
            if type(op) in table:
                yield name, _with(node, ops=[*node.ops[:i], table[type(op)](), *node.ops[i + 1 :]])


def _boolean(node: ast.BoolOp) -> Changes:
    yield "swap_operator", _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())


def _choice(node: ast.IfExp) -> Changes:
    yield "drop_branch", copy.deepcopy(node.body)
    yield "drop_branch", copy.deepcopy(node.orelse)


def _constant(node: ast.Constant) -> Changes:
    value = node.value
    if isinstance(value, bool):
        yield "flip_flag", _with(node, value=not value)
    elif isinstance(value, int):
        yield "off_by_one", _with(node, value=value + 1)
    elif isinstance(value, float):
        if value and abs(value) < _TINY:
            yield "change_constant", _with(node, value=0.0)
        else:
            yield "change_constant", _with(node, value=2 * value if value else 1.0)
    elif value in ("sum", "mean"):
        yield "wrong_reduction", _with(node, value="mean" if value == "sum" else "sum")


def _attribute(node: ast.Attribute) -> Changes:
    if node.attr in _TRANSPOSED and isinstance(node.ctx, ast.Load):
        yield "drop_transpose", copy.deepcopy(node.value)


def _subscript(node: ast.Subscript) -> Changes:
    cut = node.slice
    if isinstance(cut, ast.Slice) and (cut.lower is None) != (cut.upper is None) and cut.step is None:
        yield "wrong_end", _with(node, slice=ast.Slice(lower=cut.upper, upper=cut.lower))


def _call(node: ast.Call) -> Changes:
    name, subject = _callee(node)
    if name in _REDUCTIONS and (subject is not None or len(node.args) <= 2):
        yield "wrong_reduction", _renamed(node, _REDUCTIONS[name])
    if subject is not None and (name in _ROOTS or name in _CUTS or name in _SAME_SHAPE):
        yield _ROOTS.get(name) or _CUTS.get(name) or "drop_call", copy.deepcopy(subject)
    if len(node.args) >= 2 and name not in _COMMUTATIVE and not any(isinstance(a, ast.Starred) for a in node.args[:2]):
        yield "swap_arguments", _with(node, args=[node.args[1], node.args[0], *node.args[2:]])
    if name == "range" and not isinstance(node.args[-1], ast.Constant):
        shorter = ast.BinOp(left=node.args[-1], op=ast.Sub(), right=ast.Constant(value=1))
        yield "off_by_one", _with(node, args=[*node.args[:-1], shorter])
    for i, keyword in enumerate(node.keywords):
        yield from _keyword(node, i, keyword)


def _keyword(node: ast.Call, i: int, keyword: ast.keyword) -> Changes:
    others = [*node.keywords[:i], *node.keywords[i + 1 :]]
    if keyword.arg in AXES:
        yield "drop_axis", _with(node, keywords=others)
        axis = ast.unparse(keyword.value)
        other = {"-1": 0, "0": -1, "1": 0, "-2": -1}.get(axis)
        if other is not None:
            keywords = [*node.keywords[:i], ast.keyword(arg=keyword.arg, value=_number(other)), *node.keywords[i + 1 :]]
            yield "wrong_axis", _with(node, keywords=keywords)
    elif keyword.arg == "dtype":
        yield "drop_dtype", _with(node, keywords=others)


def _number(value: int) -> ast.expr:
    return ast.Constant(value=value) if value >= 0 else ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=-value))


def _callee(node: ast.Call) -> tuple[str, ast.expr | None]:
    """The name of what is called, and what it is called on or with: ``torch.exp(x)`` and ``x.exp()`` alike."""
    if isinstance(node.func, ast.Name):
        return node.func.id, None
    if not isinstance(node.func, ast.Attribute):
        return "", None
    owner = node.func.value
    if ast.unparse(owner).split(".")[0] in _MODULES:
        return node.func.attr, node.args[0] if node.args else None
    return node.func.attr, owner


def _renamed(node: ast.Call, name: str) -> ast.AST:
    changed = copy.deepcopy(node)
    if isinstance(changed.func, ast.Attribute):
        changed.func.attr = name
    else:
        changed.func = ast.Name(id=name, ctx=ast.Load())
    return changed


# --- statements


def _return(node: ast.Return) -> Changes:
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield "missing_return", ast.Expr(value=copy.deepcopy(node.value))
    if isinstance(node.value, ast.Tuple) and len(node.value.elts) >= 2:
        first, second, *rest = copy.deepcopy(node.value.elts)
        yield "swap_results", ast.Return(value=ast.Tuple(elts=[second, first, *rest], ctx=ast.Load()))


def _augmented(node: ast.AugAssign) -> Changes:
    if type(node.op) in _OTHER_OPERATOR:
        yield "flip_sign", _with(node, op=_OTHER_OPERATOR[type(node.op)]())
    yield "drop_statement", ast.Pass()


def _assignment(node: ast.Assign) -> Changes:
    """Only where the program still runs without it."""
    target = node.targets[0]
    is_refined = isinstance(target, ast.Name) and any(
        isinstance(inner, ast.Name) and inner.id == target.id for inner in ast.walk(node.value)
    )
    if is_refined or isinstance(target, ast.Subscript):
        yield "drop_statement", ast.Pass()


def _expression(node: ast.Expr) -> Changes:
    if isinstance(node.value, ast.Call):
        yield "drop_statement", ast.Pass()


def _branch(node: ast.If) -> Changes:
    yield "drop_branch", copy.deepcopy(node.orelse) or ast.Pass()
    if not any(isinstance(last, ast.Return | ast.Raise) for last in node.body):  # all that follows would be dropped
        yield "drop_condition", copy.deepcopy(node.body)


def _context(node: ast.With) -> Changes:
    if any(_is_without_gradient(item.context_expr) for item in node.items):
        yield "drop_no_grad", copy.deepcopy(node.body)


def _leave(node: ast.Break | ast.Continue) -> Changes:
    yield "drop_statement", ast.Pass()


def _function(node: ast.FunctionDef) -> Changes:
    kept = [decorator for decorator in node.decorator_list if not _is_without_gradient(decorator)]
    if len(kept) < len(node.decorator_list):
        yield "drop_no_grad", _with(node, decorator_list=kept)


def _is_without_gradient(node: ast.expr) -> bool:
    return any(isinstance(inner, ast.Attribute) and inner.attr in _WITHOUT_GRADIENT for inner in ast.walk(node))


_OPERATORS: dict[type[ast.AST], Callable[[Any], Changes]] = {
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Compare: _comparison,
    ast.BoolOp: _boolean,
    ast.IfExp: _choice,
    ast.Constant: _constant,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Call: _call,
    ast.Return: _return,
    ast.AugAssign: _augmented,
    ast.Assign: _assignment,
    ast.Expr: _expression,
    ast.If: _branch,
    ast.With: _context,
    ast.Break: _leave,
    ast.Continue: _leave,
    ast.FunctionDef: _function,
}
