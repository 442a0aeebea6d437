"""The whole audit as one page: every answer, its verdict, and what its student would read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder.audit.findings import Audit
from autograder.audit.gross import GROSS
from autograder.audit.table import COLUMNS, TRAINED, cells_of, summarise


def render_page(audits: Mapping[str, Audit]) -> str:
    """The page.

    Args:
        audits: by assignment; of some perhaps only what is committed.
    """
    template = _environment().get_template("audit.html.jinja")
    page: str = template.render(
        audits=audits, summary=summarise(audits), columns=COLUMNS, cells_of=cells_of, trained=TRAINED, gross=GROSS
    )
    return page


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("autograder.audit"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
