"""Syntax trees as text: what code says, without how it is laid out."""

from __future__ import annotations

import ast

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def canonical(node: ast.AST) -> str:
    """A syntax tree as text: no positions, no docstrings, nothing that is empty; the same under every Python."""
    parts = []
    for name, value in sorted(ast.iter_fields(node)):
        if name in ("ctx", "kind", "type_comment", "type_ignores"):
            continue
        if name == "body" and isinstance(node, (*DEFINITIONS, ast.Module)) and ast.get_docstring(node) is not None:
            value = value[1:]
        if text := _value(value):
            parts.append(f"{name}={text}")
    return f"{type(node).__name__}({', '.join(parts)})"


def _value(value: object) -> str:
    if isinstance(value, ast.AST):
        return canonical(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]" if value else ""
    return "" if value is None else repr(value)
