"""pyproject.toml, constraints.txt, environment.yml, LICENSE, README.md and the Makefile say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).parents[1]
OURS = {"genai-journey", "genai-autograder"}


def project(path: str) -> dict[str, Any]:
    return dict(tomllib.loads((REPOSITORY / path).read_text())["project"])


ENGINE, JOURNEY = project("pyproject.toml"), project("journey/pyproject.toml")
EXTRAS = [line for extra in ENGINE.get("optional-dependencies", {}).values() for line in extra]
REQUIREMENTS = [Requirement(line) for line in [*ENGINE["dependencies"], *EXTRAS, *JOURNEY["dependencies"]]]


def read_pins() -> dict[str, str]:
    lines = (REPOSITORY / "constraints.txt").read_text().splitlines()
    pairs = [line.split("==") for line in lines if line.strip() and not line.startswith("#")]
    assert all(len(pair) == 2 for pair in pairs), "every line pins one version"
    names = [canonicalize_name(name) for name, _ in pairs]
    assert len(names) == len(set(names)), "nothing is pinned twice"
    return dict(zip(names, (version.split(";")[0].strip() for _, version in pairs), strict=True))


PINS = read_pins()


@pytest.mark.parametrize("requirement", [r for r in REQUIREMENTS if r.name not in OURS], ids=str)
def test_each_dependency_is_pinned_within_its_range(requirement: Requirement) -> None:
    pin = PINS.get(canonicalize_name(requirement.name))
    assert pin is not None, f"{requirement.name} is not in constraints.txt"
    assert requirement.specifier.contains(pin)
    assert requirement.specifier, f"{requirement.name} states no range"


def test_a_pin_outside_its_range_would_be_found() -> None:
    assert not Requirement("numpy>=1.26").specifier.contains("1.25.2")


def test_torch_is_pinned_with_the_vision_that_belongs_to_it() -> None:
    assert (PINS["torch"], PINS["torchvision"]) == ("2.13.0", "0.28.0")


def test_the_conda_environment_installs_exactly_these() -> None:
    environment = yaml.safe_load((REPOSITORY / "environment.yml").read_text())
    *conda, pip = environment["dependencies"]
    assert [re.split(r"[<>=]", name)[0] for name in conda] == ["python", "pip"]
    python = next(name for name in conda if name.startswith("python")).removeprefix("python")
    assert SpecifierSet(python) == SpecifierSet(ENGINE["requires-python"])
    assert pip["pip"][0] == "--constraint constraints.txt"
    installed = set(pip["pip"][1:])
    assert {"--editable journey", "--editable .[dev]"} <= installed
    assert installed - {"--editable journey", "--editable .[dev]"} <= {r.name for r in REQUIREMENTS}


def test_the_makefile_installs_exactly_these() -> None:
    makefile = (REPOSITORY / "Makefile").read_text()
    assert '--constraint constraints.txt --editable journey --editable ".[dev]"' in makefile
    assert all("--constraint constraints.txt" in line for line in makefile.splitlines() if " torch" in line)


def test_both_packages_need_the_same_python() -> None:
    configuration = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]
    assert ENGINE["requires-python"] == JOURNEY["requires-python"] == ">=3.11"
    assert configuration["mypy"]["python_version"] == "3.11"
    assert configuration["ruff"]["target-version"] == "py311"
    assert "(3, 11)" in (REPOSITORY / "Makefile").read_text()


def test_what_both_packages_need_they_need_in_one_range() -> None:
    ranges: dict[str, set[SpecifierSet]] = {}
    for requirement in REQUIREMENTS:
        ranges.setdefault(canonicalize_name(requirement.name), set()).add(requirement.specifier)
    assert {name: found for name, found in ranges.items() if len(found) > 1} == {}


def test_the_licence_is_the_one_that_the_metadata_name() -> None:
    text = (REPOSITORY / "LICENSE").read_text()
    assert text.startswith("MIT License\n")
    assert "Permission is hereby granted, free of charge" in text
    assert 'THE SOFTWARE IS PROVIDED "AS IS"' in text
    assert ENGINE["license"] == JOURNEY["license"] == "MIT"


def test_the_readme_names_commands_that_exist() -> None:
    readme, makefile = (REPOSITORY / "README.md").read_text(), (REPOSITORY / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, flags=re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z][a-z-]+)\b(?=[`\s]*(?:$|\s{2,}|`|&))", readme, flags=re.MULTILINE))
    assert {"demo", "test"} <= named
    assert named <= targets


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert (REPOSITORY / ".ci" / "run").read_text().rstrip().endswith("make test")
