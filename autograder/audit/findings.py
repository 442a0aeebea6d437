"""What an audit found about the grader of one exercise: every answer's verdict, every test's worth, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import Field

from autograder.audit.gross import GROSS
from autograder.records import Record

MOST_BY_LOOKUP = 0.25
FEWEST_GENERATED = 0.95


class Said(Record):
    """What a wrong answer's student would read.

    Attributes:
        test: which test says it.
        outcome: in a word.
        message: why it is wrong.
        hint: what to look at.
        measured: what was measured.
        target: what it had to be.
        faults: why a person should read it; nothing where nothing is wrong.
    """

    test: str
    outcome: str
    message: str
    hint: str = ""
    measured: str = ""
    target: str = ""
    faults: tuple[str, ...] = ()


class Judged(Record):
    """One answer and its verdict.

    Attributes:
        name: of the variant, or the id of a generated mutant.
        about: what the student believed, how it differs, or the diff.
        caught_by: the tests that are not content, under the first salt.
        named: the test that must catch it; empty for alternatives and generated mutants.
        is_right: whether the verdict is what it should be.
        runs: how often it was asked, each time under another salt.
        odd: under how many of these the verdict was another.
        by_calibration: the verdict is that of calibration, which trained this answer under many salts.
        said: what the student would read; None for accepted answers, and where calibration gave the verdict.
        is_equivalent: marked as no mistake at all.
    """

    name: str
    about: str = ""
    caught_by: tuple[str, ...] = ()
    named: str = ""
    is_right: bool
    runs: int = 1
    odd: int = 0
    by_calibration: bool = False
    said: Said | None = None
    is_equivalent: bool = False


class Worth(Record):
    """What one test is good for.

    Attributes:
        name: of the test.
        points: that it carries.
        named: hand-written mutants that name it.
        catches: mutants that it catches, hand-written and generated.
        alone: of them, those that no other test catches.
    """

    name: str
    points: float
    named: int = 0
    catches: int = 0
    alone: int = 0


class Public(Record):
    """What the public test is good for.

    Attributes:
        refused: right answers that it does not accept.
        gross: gross mistakes that the hidden tests catch.
        missed: of them, those that the public test lets pass.
        lookup: the largest share of the points that a lookup of the visible inputs earns; None where none can be made that
            satisfies the public test, which may draw its inputs anew each time.
    """

    refused: tuple[str, ...] = ()
    gross: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    lookup: float | None = None


class Finding(Record):
    """All about one exercise.

    Attributes:
        exercise: its name.
        fingerprint: of all that was audited; another one means that this is out of date.
        points: that its hidden tests carry.
        is_trained: it trains: what calibration verified was not trained again, and of generated mutants a sample was run.
        cpu_seconds: of the hidden tests on the reference, all processes together.
        reference: the verdict about the reference.
        alternatives: other right answers.
        mutants: hand-written ones.
        made: how many mutants were generated.
        asked: how many of them were run: all, but of a trained exercise.
        equivalent: how many of those are marked as no mistake.
        caught: how many of the others some test catches.
        generated: those that were run, all or those that somebody should see.
        tests: what each hidden test is worth.
        public: what the public test is worth.
        marks: what is wrong with the marks of equivalent mutants.
    """

    exercise: str
    fingerprint: str
    points: float
    is_trained: bool = False
    cpu_seconds: float = 0.0
    reference: Judged
    alternatives: tuple[Judged, ...] = ()
    mutants: tuple[Judged, ...] = ()
    made: int = 0
    asked: int = 0
    equivalent: int = 0
    caught: int = 0
    generated: tuple[Judged, ...] = ()
    tests: tuple[Worth, ...] = ()
    public: Public = Public()
    marks: tuple[str, ...] = Field(default=())

    @property
    def missed(self) -> tuple[Judged, ...]:
        """The generated mutants that no test catches and nobody marked."""
        return tuple(mutant for mutant in self.generated if not mutant.is_equivalent and not mutant.is_right)

    @property
    def repeated(self) -> tuple[Judged, ...]:
        """The answers that were asked under more than one salt."""
        answers = (self.reference, *self.alternatives, *self.mutants)
        return tuple(answer for answer in answers if answer.runs > 1 or answer.by_calibration)

    @property
    def flaky(self) -> tuple[str, ...]:
        """The answers whose verdict depends on the salt."""
        return tuple(answer.name for answer in self.repeated if answer.odd)

    @property
    def idle(self) -> tuple[str, ...]:
        """Hidden tests that never are the only one to catch something: a question to their author."""
        return tuple(test.name for test in self.tests if not test.alone)

    @property
    def to_read(self) -> tuple[Judged, ...]:
        """The mutants whose message a person should read."""
        return tuple(answer for answer in (*self.mutants, *self.generated) if answer.said and answer.said.faults)

    @property
    def problems(self) -> tuple[str, ...]:
        """What the grader's author has to mend, a sentence each."""
        return tuple(f"{self.exercise}: {problem}" for problem in _find_problems(self))


def _find_problems(found: Finding) -> Iterable[str]:
    if not found.reference.is_right:
        yield f"the reference fails {_listed(found.reference.caught_by)}"
    for answer in found.alternatives:
        if not answer.is_right:
            yield f"the alternative {answer.name} fails {_listed(answer.caught_by)}"
    for answer in found.mutants:
        if not answer.is_right:
            yield f"the mutant {answer.name} is not caught by {answer.named}"
    if found.flaky:
        yield f"the verdict depends on the salt for {_listed(found.flaky)}"
    mistakes = found.asked - found.equivalent
    if found.caught < FEWEST_GENERATED * mistakes:
        yield f"{mistakes - found.caught} of {mistakes} generated mutants are not caught"
    if found.public.refused:
        yield f"the public test refuses {_listed(found.public.refused)}"
    for kind in found.public.missed:
        yield f"the public test lets pass: {GROSS[kind]}"
    if (found.public.lookup or 0) > MOST_BY_LOOKUP:
        yield f"a lookup of the visible inputs earns {100 * (found.public.lookup or 0):.0f} % of the points"
    yield from found.marks


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


class Audit(Record):
    """The audit of one assignment.

    Attributes:
        assignment: its name.
        repeats: salts under which answers that are cheap were asked.
        made_with: versions of what measured.
        findings: one for each exercise that tests grade, in order.
    """

    assignment: str
    repeats: int
    made_with: dict[str, str] = Field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """What the authors have to mend."""
        return tuple(problem for finding in self.findings for problem in finding.problems)

    def slim(self) -> Audit:
        """The same without the generated mutants that were caught and whose message nobody has to read."""
        findings = (
            found.model_copy(
                update={
                    "generated": tuple(
                        each
                        for each in found.generated
                        if not each.is_right or each.is_equivalent or (each.said and each.said.faults)
                    )
                }
            )
            for found in self.findings
        )
        return self.model_copy(update={"findings": tuple(findings)})
