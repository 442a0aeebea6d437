"""Imported first by the command line and by its workers: keeps them from importing what they never use.

jsonschema, which nbformat imports, looks for ``rfc3987_syntax`` to check internationalised addresses, and that package builds a
grammar as it is imported: longer than everything else that a command needs. No notebook has such a field, so here the package
counts as absent, which jsonschema allows for.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None is how the import system says "absent"
