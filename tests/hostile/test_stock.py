"""Stock graders grade on their machines as they do elsewhere, attacks included; and nothing gets out of a machine.

All attacks are run by ``make hostile``; here it is one for each of two aims.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import Course
from tests.hostile.attack import ATTACKS, read_attack
from tests.hostile.jail import LIMITS, TMP_BYTES, open_jail
from tests.hostile.stock import STOCK, StockGrader
from tests.hostile.victim import REPOSITORY

UNDER_TMP = Path(sys.prefix).is_relative_to("/tmp")
pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.skipif(UNDER_TMP, reason="a machine has a /tmp of its own, and this environment stands in /tmp"),
]

# What of this host can be had from a machine; what is printed last is JSON.
LOOK = r"""
import json, os, socket, sys
seen = {"home": os.getcwd(), "jobs": os.listdir("/jobs"), "written": [], "reached": []}
for path in ("/usr/x", "/x", "/etc/x", "/opt/machine/x", os.path.join(sys.prefix, "x")):
    try:
        open(path, "w").close()
        seen["written"].append(path)
    except OSError:
        pass
seen["repository"] = os.listdir(REPOSITORY) if os.path.isdir(REPOSITORY) else []
for address in (("10.0.0.1", 53), ("127.0.0.1", PORT)):
    try:
        socket.create_connection(address, timeout=1).close()
        seen["reached"].append(address)
    except OSError:
        pass
seen["pids"] = sorted(int(name) for name in os.listdir("/proc") if name.isdigit())
children = []
try:
    while len(children) < 2 * LIMIT:
        pid = os.fork()
        if pid == 0:
            os.read(os.pipe()[0], 1)
        children.append(pid)
except OSError:
    pass
for pid in children:
    os.kill(pid, 9)
seen["processes"] = len(children)
written = 0
try:
    with open("/tmp/large", "wb", 0) as file:
        while written < 2 * SIZE:
            written += file.write(bytes(1 << 24))
except OSError:
    pass
seen["tmp"] = written
print("seen " + json.dumps(seen), flush=True)
os.kill(-1, 9)
"""


@pytest.fixture(scope="module", params=STOCK, ids=lambda kind: kind.name)
def stock(request: pytest.FixtureRequest, victim: Course) -> Iterator[StockGrader]:
    """One that has been seen to grade an honest class."""
    with request.param(victim).opened() as grader:
        yield grader


def test_an_attack_is_one_there(stock: StockGrader) -> None:
    forged = stock.attack(read_attack(ATTACKS / "forging" / "expected_from_caller.py"))
    assert forged is not None
    assert forged.forged > 0
    read = stock.attack(read_attack(ATTACKS / "reading" / "frames_up.py"))
    assert read is not None
    assert "grader" in read.read
    assert stock.attack(read_attack(ATTACKS / "forging" / "replace_pytest.py")) is None


def test_nothing_gets_out_of_a_machine(tmp_path: Path) -> None:
    (tmp_path / "home" / "course").mkdir(parents=True)
    with open_jail() as jail:
        port = 1  # nobody listens there on a machine
        values = {"REPOSITORY": str(REPOSITORY), "PORT": port, "LIMIT": LIMITS["RLIMIT_NPROC"], "SIZE": TMP_BYTES}
        script = "".join(f"{name} = {value!r}\n" for name, value in values.items()) + LOOK
        ended = jail.run([["python", "-c", script], ["echo", "it goes on"]], tmp_path / "home", 300)
        late = jail.run([["sleep", "1000"]], tmp_path / "home", 0.5)
    assert ended.in_time, ended
    seen = json.loads(ended.said.partition("seen ")[2].splitlines()[0])
    assert (seen["home"], seen["jobs"], seen["written"], seen["reached"]) == ("/home/staff/course", [], [], [])
    assert not {"autograder", "course.toml", "source", "tests"} & set(seen["repository"])
    assert len(seen["pids"]) < 10, "it sees processes of others"
    assert 0.9 * LIMITS["RLIMIT_NPROC"] < seen["processes"] < LIMITS["RLIMIT_NPROC"]
    assert 0.9 * TMP_BYTES < seen["tmp"] <= TMP_BYTES
    assert not late.in_time
