"""A real server process with its own data folder and port, and a browser's worth of HTTP to talk to it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from front_door import PASSWORD, cheap_passwords

from auth.desk import Desk
from auth.model import SYSTEM, Role
from auth.newcomers import Newcomer
from auth.service import Profile
from wiki.app import create_app
from wiki.settings import ROOT, Settings

EMAIL = "editor@example.org"
START_WITHIN = 60.0
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """`bin/serve` without its shell: the same command, in a process group of its own."""

    data: Path
    port: int = field(default_factory=free_port)
    database_url: str = ""
    process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """An editor in the database, as the admin's command would make one."""
        chosen = Settings(data=self.data, database_url=self.database_url, starter=False, runner=False)
        app = create_app(chosen, passwords=cheap_passwords())
        desk = app.extensions["fieldbook"][Desk]
        desk.newcomers.add(SYSTEM, Newcomer(EMAIL, PASSWORD, Profile("Editor")), Role.EDITOR)

    def start(self) -> None:
        """Returns when it answers."""
        chosen = {"DATA": str(self.data), "PORT": str(self.port), "STARTER": "no", "WORKERS": "2", "HOST": "127.0.0.1"}
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("FIELDBOOK_", "DATABASE_URL"))
        }
        environment = kept | {f"FIELDBOOK_{name}": value for name, value in chosen.items()}
        environment |= {"DATABASE_URL": self.database_url} if self.database_url else {}
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "flask", "--app", "wiki.app", "serve"],
                cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + START_WITHIN
        while not self._answers():
            assert self.process.poll() is None, (self.data / "server.log").read_text()
            assert time.monotonic() < end, (self.data / "server.log").read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        """End every process of it at once, without a word."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGTERM)
        return self.process.wait(timeout=40)

    def end(self) -> None:
        """Whatever is left of it."""
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def _answers(self) -> bool:
        try:
            return Browser(self.port).get("/healthz").status == 200
        except OSError:
            return False


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str


@dataclass
class Browser:
    """Cookies and a form now and then; raises `OSError` when the server is away."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._send("GET", path, None)

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        return self._send("POST", path, urlencode(form))

    def sign_in(self) -> None:
        answer = self.post("/sign-in", {"email": EMAIL, "password": PASSWORD, "csrf_token": self.token("/sign-in")})
        assert answer.status == 303, answer.text

    def token(self, path: str = "/theme") -> str:
        return str(TOKEN.search(self.get(path).text)[1])  # type: ignore[index]

    def _send(self, method: str, path: str, body: str | None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, value = cookie.split(";", 1)[0].split("=", 1)
            self.cookies[name] = value
        return Answer(answer.status, text, answer.headers.get("Location", ""))
