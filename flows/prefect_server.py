"""Prefect's server, embedded: started beside everything else, quiet, and gone with the run that needed it.

Prefect can start a temporary server itself, but only when the flow is called, with every background service and an
import of the whole server into this process. Starting it here, first thing, hides most of its start-up behind imports
and planning. A user who configured a Prefect API (`PREFECT_API_URL`, or a profile) gets that one instead.

Run as a module (`python -m flows.prefect_server PORT`) this is the server process.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from transforms.errors import BaokuError

START_TIMEOUT_S = 180.0

_SERVICES = (
    *("CANCELLATION_CLEANUP", "CLEANUP_RECONCILER", "EVENT_PERSISTER", "FOREMAN", "LATE_RUNS"),
    *("PAUSE_EXPIRATIONS", "REPOSSESSOR", "SCHEDULER", "TASK_RUN_RECORDER", "TRIGGERS"),
)

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}
"""No telemetry, whichever server is used."""

QUIET_CONSOLE = {
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_FLOW_RUNS_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_TASK_RUNS_LEVEL": "CRITICAL",
}
"""Prefect's log goes to its API and UI; the terminal has baoku's own progress. To be set before Prefect's import."""

_EMBEDDED = {
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_UI_ENABLED": "false",
    "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    **{f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in _SERVICES},
}


class PrefectUnavailable(BaokuError):
    """The embedded Prefect server did not start."""


def is_api_configured() -> bool:
    """Whether the user's environment or Prefect profile names a Prefect API."""
    if os.environ.get("PREFECT_API_URL"):
        return True
    home = Path(os.environ.get("PREFECT_HOME") or Path.home() / ".prefect")
    profiles = Path(os.environ.get("PREFECT_PROFILES_PATH") or home / "profiles.toml")
    if not any(path.is_file() for path in (profiles, Path("prefect.toml"), Path(".env"))):
        return False
    from prefect.settings import get_current_settings

    return get_current_settings().api.url is not None


@dataclass(slots=True)
class EmbeddedServer:
    """A server process on a free port of this machine; it ends when its standard input does, so never outlives us."""

    process: subprocess.Popen[bytes]
    port: int
    log: IO[bytes]

    @property
    def api_url(self) -> str:
        """The API's address."""
        return f"http://127.0.0.1:{self.port}/api"

    def wait(self) -> None:
        """Wait until it answers; raises PrefectUnavailable with its last words where it doesn't."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with _direct_opener().open(f"{self.api_url}/health", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise PrefectUnavailable(
            f"Prefect's embedded server did not start on {self.api_url}: {self._last_words()}; "
            "run with --direct to go without Prefect, or set PREFECT_API_URL to a running server"
        )

    def _last_words(self) -> str:
        self.log.seek(0)
        lines = self.log.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"exit code {self.process.poll()}"


def _direct_opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))


@contextmanager
def embedded_server() -> Iterator[EmbeddedServer]:
    """Start the server without waiting for it; stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.prefect_server", str(port)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env={**_EMBEDDED, **os.environ, **QUIET},
        )
        try:
            yield EmbeddedServer(process, port, log)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdin:
                process.stdin.close()


def _serve(port: int) -> None:
    def end_with_parent() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=end_with_parent, daemon=True).start()
    import uvicorn

    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=port,
        log_level="error",
        lifespan="on",
    )


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
