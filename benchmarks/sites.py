"""Sites to measure: data folders made once, and servers started on them as everybody starts them."""

import argparse
import http.client
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.generate import SEED
from wiki.settings import ROOT

MADE = ROOT / "instance" / "benchmarks"


def options(about: str, name: str, sizes: Sequence[int], **numbers: tuple[int, str]) -> argparse.ArgumentParser:
    """What every benchmark can be asked, and its own numbers by name: the usual one, and what it says."""
    parser = argparse.ArgumentParser(prog=f"bin/bench {name}", description=about.split("\n", maxsplit=1)[0])
    parser.add_argument("--pages", type=int, nargs="+", default=sizes, help="how many pages the sites hold")
    parser.add_argument("--made", type=Path, default=MADE, help="where generated sites are kept for the next run")
    for number, (usual, meaning) in numbers.items():
        parser.add_argument(f"--{number}", type=int, default=usual, help=meaning)
    return parser


def each_site(chosen: argparse.Namespace) -> Iterator[Path]:
    """The data folder of a generated site for every size that was asked for."""
    yield from (made(count, chosen.made) for count in chosen.pages)


def made(count: int, folder: Path) -> Path:
    """The data folder of a generated site with so many pages; made when it is not there yet."""
    data = folder / str(count)
    done = data / "made"
    if not done.exists():
        shutil.rmtree(data, ignore_errors=True)
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.generate", "site", str(count), str(data)]
        subprocess.run([*command, "--seed", str(SEED)], check=True, cwd=ROOT)
        done.touch()
    return data


@contextmanager
def copy_of(data: Path) -> Iterator[Path]:
    """The same site, to be changed and thrown away."""
    with tempfile.TemporaryDirectory(prefix="fieldbook-") as folder:
        copied = Path(folder) / "data"
        shutil.copytree(data, copied, ignore=shutil.ignore_patterns("documents", "cache"))
        yield copied


def slugs(data: Path) -> list[str]:
    """The addresses of all pages that anybody may read."""
    with sqlite3.connect(f"file:{data / 'fieldbook.sqlite3'}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT slug FROM page WHERE state = 'published' AND audience = 'public' ORDER BY id")
        return [slug for (slug,) in rows]


@contextmanager
def serving(data: Path, first: str = "/healthz", **settings: str) -> Iterator["Server"]:
    """The site, served by `bin/serve` on a free port until the block ends."""
    port = free_port()
    chosen = {"PORT": str(port), "DATA": str(data), "STARTER": "no", **settings}
    environment = {**os.environ, **{f"FIELDBOOK_{name}": value for name, value in chosen.items()}}
    with running([str(ROOT / "bin" / "serve")], port, first, environment) as server:
        yield server


@contextmanager
def running(command: list[str], port: int, first: str, environment: dict[str, str] | None = None) -> Iterator["Server"]:
    """A server of any kind from its first answer with 200 until the block ends."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    server = Server(port, process.pid)
    try:
        while not server.answers(first):
            if process.poll() is not None:
                raise SystemExit(f"{command[0]} ended with {process.returncode}")
            time.sleep(0.01)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


class Server:
    """A running server, and one kept connection to it."""

    def __init__(self, port: int, pid: int) -> None:
        self.port = port
        self.pid = pid
        self.cookies: dict[str, str] = {}
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def answers(self, path: str) -> bool:
        """Whether this address answers 200 by now."""
        try:
            return self.get(path)[0] == 200
        except OSError:
            self._line.close()
            return False

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body."""
        return self.send("GET", path, None, headers)

    def send(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        """Send one request and read its answer, keeping cookies as a browser does."""
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", ()):
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
