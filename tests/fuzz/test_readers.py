"""A short pass over each reader; all that was ever found; and whether the checks see anything."""

import json
from collections import Counter
from types import SimpleNamespace

import msgpack
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from autograder.sandbox.inside import wire
from autograder.session import store
from benchmarks.figures import RESULTS
from tests.fuzz import __main__ as driver
from tests.fuzz import archives, bounds, frames, notebooks
from tests.fuzz.found import FOUND
from tests.fuzz.log import Log
from tests.fuzz.targets import TARGETS

EXAMPLES, ROUNDS = 400, 5
MINIMA = {
    "frames": ("read: dict", "read: ndarray", "read: Tensor", "read: tuple", "refused: a length runs past"),
    "notebooks": ("read as it is", "read and repaired", "refused: the notebook is not valid JSON"),
    "archives": ("signed: read", "signed: discarded", "file: discarded", "damaged: discarded", "answer: kept"),
}


@pytest.mark.parametrize("name", TARGETS)
def test_nearly_valid_inputs(name):
    """A round of inputs, and as many more as it takes until every way of reading has been gone, if it ever is."""
    endings = Counter()

    def not_yet():  # no check is worth anything to inputs that are all refused at the door
        return [wanted for wanted in MINIMA[name] if not any(ending.startswith(wanted) for ending in endings)]

    for number in range(ROUNDS):

        @seed(number)
        @settings(max_examples=EXAMPLES, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(TARGETS[name].nearly_valid)
        def build(data):
            endings[TARGETS[name].check(data)] += 1

        build()
        if not not_yet():
            return
    raise AssertionError(f"never: {not_yet()}; but {endings}")


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_valid_is_read(name):
    for body in TARGETS[name].seeds():
        ending = TARGETS[name].check(body)
        assert "refused" not in ending
    assert "discarded" not in archives.check(b"\0" + archives.WRITTEN)


@pytest.mark.parametrize(("name", "what"), [(name, what) for name, found in FOUND.items() for what in found])
def test_what_was_found_stays_mended(name, what):
    TARGETS[name].check(FOUND[name][what])


# --- do the checks see?


def _packed(tag, **fields):
    return msgpack.packb({"~": tag, **fields}, use_bin_type=True)


class TestTheChecksSee:
    @pytest.mark.parametrize("what", [what for what in FOUND["frames"] if "hash alike" not in what])
    def test_values_beyond_the_bounds(self, what, monkeypatch):
        """Each of them was believed, when it was found."""
        monkeypatch.setattr(wire, "_is_long", lambda number: False)
        monkeypatch.setattr(wire, "_writable", lambda raw, dtype: bytearray(raw))
        monkeypatch.setattr(wire, "_checked_shape", lambda shape, item_bytes, raw: tuple(shape))
        ending = None
        try:
            ending = frames.check(FOUND["frames"][what])
        except (AssertionError, ValueError):
            return
        assert ending.startswith("refused")

    def test_time_that_grows_with_the_square(self, monkeypatch):
        monkeypatch.setattr(wire, "MAX_ALIKE", 1 << 30)
        monkeypatch.setattr(bounds.Allowance, "factor", 0.2)  # on the fastest of machines, too
        with pytest.raises(bounds.TooMuch):
            frames.check(FOUND["frames"]["integers that hash alike: seconds for one answer"])

    def test_memory_out_of_proportion(self, monkeypatch):
        monkeypatch.setattr(bounds.Allowance, "factor", 100.0)
        with pytest.raises(bounds.TooMuch, match="MiB"), bounds.within_bounds(10):
            bytearray(bounds._high_water() + (64 << 20))

    def test_another_exception_than_the_one_that_is_documented(self, monkeypatch):
        monkeypatch.setattr(notebooks, "read_submission", lambda path, limits: float("inf") // 0)
        with pytest.raises(ZeroDivisionError):
            notebooks.check(b"")

    def test_what_does_not_come_back_as_it_was(self, monkeypatch):
        monkeypatch.setattr(wire, "dump", lambda message: msgpack.packb([1.0]))
        with pytest.raises(AssertionError, match="came back as"):
            frames.check(msgpack.packb([1]))

    def test_a_forged_point(self, monkeypatch):
        """Of a repair that believes what a cell says of its points."""
        repair = notebooks.repair

        def gullible(read, index):
            repaired = repair(read, index)
            for cell in repaired.notebook["cells"]:
                if "points" in cell["metadata"].get("nbgrader", {}):
                    cell["metadata"]["nbgrader"]["points"] = 99
            return repaired

        monkeypatch.setattr(notebooks, "repair", gullible)
        with pytest.raises(AssertionError):
            notebooks.check(notebooks.seeds()[-1])

    def test_an_archive_that_nobody_signed(self, monkeypatch):
        monkeypatch.setattr(store.hmac, "compare_digest", lambda one, other: True)
        with pytest.raises(AssertionError, match="nobody signed"):
            archives.check(b"\2\1\x80\x05\x01")


# --- what an engine keeps


def test_an_engine_goes_on_behind_what_it_finds(tmp_path):
    def check(data):
        if data:
            raise ValueError(data)
        return "read"

    log = Log(SimpleNamespace(check=check), tmp_path)
    for data in (b"a", b"", b"b"):
        log.check(data)
    log.write(tmp_path / "figures.json", corpus=3)
    figures = driver.read_figures(tmp_path, b"#1 INITED cov: 12 ft: 13\n#2 NEW cov: 15 ft: 20\n")
    assert (figures["inputs"], figures["edges"], figures["corpus"], figures["endings"]) == (3, 15, 3, {"read": 1})
    assert list(figures["found"].values()) == [2]
    (traceback,) = tmp_path.glob("*.txt")
    assert traceback.with_suffix("").read_bytes() == b"a"
    assert "ValueError" in traceback.read_text()


def test_published_figures():
    path = RESULTS / f"{driver.TARGET}.json"
    if not path.exists():
        pytest.skip("not measured yet: make fuzz")
    figures = json.loads(path.read_text())
    assert figures["found"] == 0
    assert {"inputs", "cpu_seconds", "minutes", "commit", "versions", *TARGETS} <= set(figures)
    for reader in TARGETS:
        assert {run["found"] == {} for run in figures[reader].values()} == {True}
