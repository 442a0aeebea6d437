"""A jupyter server with formgrader on a sample course, and a headless browser to look at it."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from autograder.course import Course
from autograder.gradebook import GradebookWriter
from autograder.records import Status
from tests.gradebook.sample import ASSIGNMENT, answered_notebook, hand_in, make_course, make_report, source_notebook

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
)
EXTENSION = "{'nbgrader.server_extensions.formgrader': True}"


@dataclass(frozen=True)
class Formgrader:
    """A running server: ``page`` opens one of formgrader's pages, without anything from the network outside."""

    address: str
    token: str
    browser: Browser

    @contextmanager
    def page(self, path: str) -> Iterator[Page]:
        login = {"Authorization": f"token {self.token}"}
        with self.browser.new_context(viewport={"width": 1200, "height": 700}, extra_http_headers=login) as context:
            context.set_default_timeout(10_000)
            context.route(lambda url: not url.startswith(self.address), lambda route: route.abort())
            page = context.new_page()
            page.goto(f"{self.address}/formgrader/{path}")
            yield page


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = make_course(tmp_path_factory.mktemp("formgrader") / "course")
    right = answered_notebook(add="return a + b", scale="return a * k", why="Because order does not matter.")
    hand_in(course, "ada", right)
    hand_in(course, "bob", answered_notebook(add="return a + b", scale="return a + k"))
    hand_in(course, "cy", None)
    hand_in(course, "dee", "no notebook")
    with GradebookWriter(course) as writer:
        writer.prepare(ASSIGNMENT, source_notebook())
        writer.write(make_report("ada"), right, "page")
        writer.write(make_report("bob", scale=2.5, why=None), answered_notebook(add="return a + b"), "page")
        writer.write(make_report("cy", Status.MISSING))
        writer.write(make_report("dee", Status.UNREADABLE))
    return course


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM} to look with")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def formgrader(course: Course, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Formgrader]:
    with serve(course, browser, tmp_path_factory.mktemp("jupyter")) as served:
        yield served


@contextmanager
def serve(course: Course, browser: Browser, home: Path) -> Iterator[Formgrader]:
    """A jupyter server with formgrader on a course, for as long as the context is open."""
    token = secrets.token_hex(8)
    places = {name: str(home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR")}
    options = {
        "ip": "127.0.0.1",
        "port": "0",
        "open_browser": "False",
        "allow_root": "True",
        "root_dir": str(course.root),
        "jpserver_extensions": EXTENSION,
    }
    command = [sys.executable, "-m", "jupyter_server", f"--IdentityProvider.token={token}"]
    command += [f"--ServerApp.{name}={value}" for name, value in options.items()]
    # as in an activated environment: nbgrader runs alembic, which it looks for on the path
    environment = os.environ | places | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    server = subprocess.Popen(
        command, cwd=course.root, env=environment, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        yield Formgrader(_address(server), token, browser)
    finally:
        server.terminate()
        server.communicate(timeout=10)


def _address(server: subprocess.Popen[str]) -> str:
    """Wait until the server says where it is."""
    assert server.stderr is not None
    said = []
    for line in server.stderr:
        said.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    pytest.fail("the server ended: " + "".join(said))
