"""Another account of the host: where workers speak plainly it runs code in them; here it has no certificate of the run."""

from __future__ import annotations

import os
import ssl
from concurrent.futures import Executor
from typing import Any

import distributed
import pytest
from distributed import Client, Security

from autograder.workers import open_executor


class Careless(Security):
    """Certificates of a stranger's own, who believes whoever answers."""

    def get_connection_args(self, role: str) -> dict[str, Any]:
        arguments: dict[str, Any] = super().get_connection_args(role)
        if context := arguments.get("ssl_context"):
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return arguments


def hand_over(executor: Executor) -> int:
    """Hand a task to the workers of a run, with nothing but its address; returns in which process it ran.

    Raises:
        OSError: if nobody takes it.
    """
    address = executor._client.scheduler.address  # type: ignore[attr-defined]
    own = Careless.temporary() if address.startswith("tls://") else None
    with Client(address, security=own, timeout=3, set_as_default=False) as stranger:
        return int(stranger.submit(os.getpid).result(timeout=60))


def test_a_stranger_runs_code_in_workers_that_speak_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = distributed.LocalCluster
    monkeypatch.setattr(distributed, "LocalCluster", lambda **settings: cluster(**settings | {"security": None}))
    with open_executor(2) as executor:
        assert hand_over(executor) != os.getpid()


def test_a_stranger_runs_nothing_here() -> None:
    with open_executor(2) as executor:
        with pytest.raises(OSError, match=r"TLS \(closed\)|Timed out"):
            hand_over(executor)
        assert executor.submit(os.getpid).result() != os.getpid(), "it goes on"
