"""After ``import journey``, ``import torchvision`` works, whether or not its compiled library loads beside this torch."""

import subprocess
import sys
from pathlib import Path

import pytest


def run(code: str, folder: Path | None = None) -> str:
    """What the code prints in a Python of its own, started in a folder whose modules it finds first."""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=folder)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


FAILS_FIRST = """
try:
    import torchvision
except RuntimeError as error:
    assert "torchvision::nms" in str(error)
"""


@pytest.mark.parametrize("before", ["", FAILS_FIRST], ids=["at once", "after a failed import"])
def test_torchvision_can_be_imported_and_used(before):
    code = before + (
        "import journey, torch, torchvision, torchvision.datasets;"
        "from torchvision.transforms import v2;"
        "from torchvision.utils import make_grid;"
        "print(tuple(v2.Resize(4)(torch.ones(1, 8, 8)).shape), tuple(make_grid(torch.ones(2, 3, 4, 4)).shape))"
    )

    assert run(code) == "(1, 4, 4) (3, 8, 14)"


def test_what_needs_the_compiled_library_still_says_so():
    code = (
        "import journey, torch, torchvision\n"
        "try:\n    torchvision.ops.nms(torch.tensor([[0., 0, 1, 1]]), torch.ones(1), 0.5)\n    print('loaded')\n"
        "except RuntimeError as error:\n    print(error)"
    )
    said = run(code)

    assert said == "loaded" or "custom C++ ops" in said


@pytest.fixture
def stand_in(tmp_path):
    """A torchvision that says whether its library has loaded, and prints what torch knows when it needs the names."""

    def write(has_operators: bool) -> Path:
        package = tmp_path / "torchvision"
        package.mkdir()
        (package / "__init__.py").write_text("from torchvision import extension, _meta_registrations\n")
        (package / "extension.py").write_text(f"def _has_ops():\n    return {has_operators}\n")
        (package / "_meta_registrations.py").write_text(
            "import sys\n"
            "def known(name):\n"
            "    return 'torch' in sys.modules and hasattr(sys.modules['torch'].ops.torchvision, name)\n"
            "print([known('nms'), known('qnms')], 'torch' in sys.modules)\n"
        )
        return tmp_path

    return write


def test_the_names_are_declared_before_torchvision_needs_them(stand_in):
    assert run("import journey, torchvision", stand_in(False)) == "[True, True] True"


def test_nothing_is_declared_where_the_library_loads(stand_in):
    """Its own declaration would collide with ours."""
    assert run("import journey, torchvision", stand_in(True)) == "[False, False] False"


def test_a_name_that_somebody_else_declared_is_left_alone(stand_in):
    declare = (
        "import torch; theirs = torch.library.Library('torchvision', 'FRAGMENT');"
        "theirs.define('nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor');"
    )

    assert run(declare + "import journey, torchvision", stand_in(False)) == "[True, True] True"


def test_the_hook_is_hung_up_once_and_gone_after_use(stand_in):
    count = "print(sum(type(f).__module__ == 'journey.torchvision_import' for f in sys.meta_path));"
    code = f"import sys, journey.torchvision_import as hook; hook.install(); {count} import torchvision; {count}"

    assert run(code, stand_in(True)).splitlines() == ["1", "[False, False] False", "0"]
