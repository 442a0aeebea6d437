"""``python -m tests.fuzz.guided TARGET SECONDS FOLDER``: Atheris on one reader, for so many seconds of processor time.

An input's first byte says what the rest is: bytes as they come, or the choices of the same Hypothesis strategy that the other
engine draws from. So coverage guides both what is damaged in bytes and what is built.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=[
        "autograder.sandbox.inside.wire",
        "autograder.lessons.read",
        "autograder.lessons.repair",
        "autograder.lessons.plan",
        "autograder.lessons.index",
        "autograder.session.store",
        "autograder.session.transcript",
    ],
    enable_loader_override=False,
):
    import hypothesis

    from tests.fuzz.bounds import Allowance
    from tests.fuzz.log import Log
    from tests.fuzz.targets import TARGETS

COUNTED = 4.0  # how much slower a line is that is counted, and then some


def main() -> None:
    """Set up and go; the process ends within."""
    name, seconds, place = sys.argv[1:4]
    target, folder = TARGETS[name], Path(place)
    Allowance.factor = COUNTED
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed{number}").write_bytes(b"\0" + seed)
    tokens = "".join('"{}"\n'.format("".join(f"\\x{byte:02x}" for byte in token)) for token in target.tokens)
    (folder / "tokens.dict").write_text(tokens)
    log = Log(target, folder / "found")

    @hypothesis.settings(database=None, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(target.nearly_valid)
    def build(data: bytes) -> None:
        log.check(data)

    def one_input(data: bytes) -> None:
        if data[:1] and data[0] % 2:
            build.hypothesis.fuzz_one_input(data[1:])
        else:
            log.check(data[1:])
        is_over = log.cpu_seconds >= float(seconds)
        with contextlib.suppress(OSError):
            log.write(folder / "figures.json", every_seconds=0.0 if is_over else 5.0, corpus=len(os.listdir(corpus)))
        if is_over:
            os._exit(0)

    options = [f"-max_len={target.most_bytes}", f"-dict={folder / 'tokens.dict'}", "-timeout=300", "-rss_limit_mb=4096"]
    options.append(f"-artifact_prefix={folder}/")
    atheris.Setup([sys.argv[0], *options, str(corpus)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
