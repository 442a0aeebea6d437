"""Grade submissions with otter's own Python interface, one after the other in this process.

``python otter_loop.py AUTOGRADER_ZIP RESULTS SUBMISSION…`` saves what ``otter run`` pays once for
every submission, the start of Python and otter's imports.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from otter.api import grade_submission


def main(autograder: str, results: str, *submissions: str) -> None:
    """Grade each submission and write its scores, one file for each, as ``otter run`` does."""
    for submission in submissions:
        graded = grade_submission(submission, autograder, quiet=True)
        tests = [{"name": name, "score": file.score} for name, file in graded.results.items()]
        folder = Path(results, Path(submission).stem)
        (folder / "results.json").write_text(json.dumps({"tests": tests}), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
