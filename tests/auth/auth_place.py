"""A desk over a real SQLite file, a clock that obeys, and a small app around the real templates."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from argon2 import PasswordHasher
from flask import Flask, render_template
from flask.testing import FlaskClient
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from made_once import COMPILED

from auth import cli, session
from auth.current import Choices
from auth.desk import Desk, House, open_desk
from auth.errors import Forbidden, TooMany
from auth.mail import MailSettings
from auth.model import SYSTEM, Account, JoinMode, Role
from auth.newcomers import Newcomer
from auth.passwords import Passwords
from auth.service import Profile
from auth.views.routes import bp
from storage.database import Database
from storage.errors import Busy

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "seven quiet lanterns"


class Clock:
    """Stands still until told otherwise."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **much: float) -> None:
        self.now += timedelta(**much)


class CountingPasswords(Passwords):
    """Real hashes, as cheap as argon2 allows, and a count of how many were compared."""

    def __init__(self) -> None:
        super().__init__(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        self.compared = 0

    def verify(self, kept: str | None, password: str) -> bool:
        self.compared += 1
        return super().verify(kept, password)


class KeepingLetters:
    """Stands where the post office would be."""

    is_set_up = True

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []

    def send(self, to: str, subject: str, body: str) -> None:
        self.sent.append((to, subject, body))


@dataclass
class Place:
    """Everything a test of this room touches."""

    database: Database
    clock: Clock
    passwords: CountingPasswords
    desk: Desk
    made: dict[str, Account] = field(default_factory=dict)

    def person(self, name: str, role: Role = Role.MEMBER) -> Account:
        newcomer = Newcomer(f"{name}@example.org", PASSWORD, Profile(name.capitalize()))
        self.made[name] = self.desk.newcomers.add(SYSTEM, newcomer, role)
        return self.made[name]

    def house(self, join: JoinMode = JoinMode.OPEN, mail: bool = False) -> Desk:
        post = MailSettings("smtp://127.0.0.1:1", "wiki@example.org") if mail else MailSettings()
        about = House("Fieldbook", "https://wiki.example.org", join, post)
        return open_desk(self.database, self.clock, b"s" * 32, about, self.passwords)


def build_app(place: Place, *, csrf: bool = False, secure: bool = False) -> Flask:
    app = Flask("auth_alone", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(SECRET_KEY="k" * 32, TESTING=True, WTF_CSRF_ENABLED=csrf)
    app.jinja_env.bytecode_cache = COMPILED
    Babel(app)
    CSRFProtect(app)
    kinds: Sequence[tuple[str, str]] = [("local", "Local"), ("worker_center", "Worker center")]
    session.init_app(
        app,
        place.desk,
        Choices(lambda _held="": kinds, lambda: [("en", "English"), ("es", "Spanish")]),
        clock=place.clock,
        secure=secure,
    )
    site = SimpleNamespace(name="Fieldbook", base_url="https://wiki.example.org", join="open")
    app.jinja_env.globals.update(
        asset=lambda name: f"/static/{name}", site=site, nav=[], unread_notices=lambda: 0, refuses_mail=lambda: False
    )
    app.add_template_filter(lambda value: value.strftime("%B %d, %Y"), "day")

    @app.context_processor
    def of_request() -> dict[str, object]:
        who = session.current_actor()
        allowed = {"review": False, "administer": who.role >= Role.EDITOR, "write": who.role >= Role.MEMBER}
        return {"actor": who, "may": allowed, "theme": "system"}

    app.register_error_handler(Forbidden, lambda _error: ("not allowed", 403))
    app.register_error_handler(Busy, lambda _error: (render_template("auth/sign_out.html"), 503))
    app.register_error_handler(TooMany, lambda _error: ("too many", 429))
    app.register_blueprint(bp)
    app.cli.add_command(cli.user)
    app.add_url_rule("/whoami", "whoami", lambda: session.current_actor().name or "nobody")
    return app


def enter(client: FlaskClient, name: str, password: str = PASSWORD) -> int:
    """Sign in over HTTP; the status of the answer (303 when it worked)."""
    return client.post("/sign-in", data={"email": f"{name}@example.org", "password": password}).status_code


def whoami(client: FlaskClient) -> str:
    return client.get("/whoami").text
