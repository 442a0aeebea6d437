"""The way of an unprivileged user, tried by root, too: nothing to drop, no cgroups, one's own uid."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.sandbox

NOBODY = 65534
LOOK = """
import json, os
from pathlib import Path
from autograder.verbs import doctor

seen = {"uid": os.getuid()}
look_around = doctor._look_around

def look_further(process):
    def ask(**request):
        return process.request({**request, "key": "a"}, 20)
    source = "import os, torch; inside = [os.getuid(), os.path.exists('/etc/passwd'), torch.ones(2).sum().item()]"
    ask(op="cell", source=source, label="a", output_chars=99)
    seen["inside"] = ask(op="get", name="inside")["ok"]
    seen["outside"] = os.stat(f"/proc/{process._pid}").st_uid
    seen["cage"] = type(process._cage).__name__
    yield from look_around(process)

doctor._look_around = look_further
seen["findings"] = [[f.subject, f.verdict, f.said] for f in doctor.examine_host(Path("/tmp"))]
print(json.dumps(seen))
"""


def as_nobody(command):
    """The command as another user, who may see this interpreter: a private view of the disk opens the way to it, if need be.

    Nothing is copied or changed. In a mount namespace of its own, each folder on the way that is closed to others is covered by
    an open one that has nothing in it but the rest of the way.
    """
    base = Path(os.path.realpath(sys.base_prefix))
    closed = [folder for folder in (*reversed(base.parents), base) if not folder.stat().st_mode & 0o001]
    steps = ["mount --make-rprivate /"]
    if closed:
        steps += [
            f"mount --bind {base} /mnt",
            f"mount -t tmpfs -o mode=0755 none {closed[0]}",
            f"mkdir -p {base}",
            f"mount --bind /mnt {base}",
            "umount /mnt",
        ]
    steps.append(f'exec setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups --inh-caps=-all "$@"')
    return ["unshare", "--mount", "sh", "-ec", " && ".join(steps), "sh", *command]


def test_a_zygote_of_nobody():
    command = [sys.executable, "-c", LOOK]
    environment = {"PATH": os.environ["PATH"], "HOME": "/tmp", "OMP_NUM_THREADS": "1"}
    if os.geteuid() == 0:
        command = as_nobody(command)
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd="/", check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["uid"] == (NOBODY if os.geteuid() == 0 else os.geteuid())
    assert seen["inside"] == [1000, False, 2.0]
    assert seen["outside"] == seen["uid"]
    assert seen["cage"] == "WatchdogCage" or os.geteuid() != 0
    assert [finding for finding in seen["findings"] if finding[1] == "bad"] == []
    said = {subject: words for subject, _, words in seen["findings"]}
    assert said["sandbox"].startswith("starts and forks")
    assert said["memory limit"].startswith("works, by")
