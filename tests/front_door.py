"""A site as tests see it: through its front door and its services, with people of every role."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from made_once import COMPILED

from auth.desk import Desk
from auth.model import SYSTEM, Actor, Role
from auth.newcomers import Newcomer
from auth.passwords import Passwords
from auth.service import Profile
from storage.jobs import Runner
from wiki.pages.service import Pages

PASSWORD = "seven brown stewards"
ROLES = {role.name.lower(): role for role in Role}
T = TypeVar("T")


def cheap_passwords() -> Passwords:
    """Passwords hashed for real, with the least work argon2 allows, so that tests are fast."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


class Clock:
    """A clock that tests move by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time now; each look is a millisecond later, so that nothing happens at the same time."""
        self.now += timedelta(milliseconds=1)
        return self.now

    def pass_by(self, seconds: int) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Site:
    """A site of one test: the app and short ways to its services and people."""

    app: Flask
    clock: Clock

    def __post_init__(self) -> None:
        """Share what is the same for every site."""
        self.app.jinja_env.bytecode_cache = COMPILED

    def service(self, wanted: type[T]) -> T:
        """The app's instance of a service."""
        return self.app.extensions["fieldbook"][wanted]

    def person(self, role: str, name: str = "") -> Actor:
        """An account of this role, made once for each name."""
        desk, name = self.service(Desk), name or role.capitalize()
        email = f"{name.lower().replace(' ', '.')}@example.org"
        account = desk.roster.by_email(SYSTEM, email)
        if account is None:
            account = desk.newcomers.add(SYSTEM, Newcomer(email, PASSWORD, Profile(name)), ROLES[role])
        return account.actor

    def client(self, role: str = "reader", name: str = "") -> FlaskClient:
        """A browser in which somebody of this role is signed in; a reader is nobody."""
        client = self.app.test_client()
        if role != "reader":
            actor = self.person(role, name)
            email = f"{actor.name.lower().replace(' ', '.')}@example.org"
            answer = client.post("/sign-in", data={"email": email, "password": PASSWORD, "csrf_token": token(client)})
            assert answer.status_code in (302, 303), answer.text
        return client

    def page(self, title: str = "Texting members before a vote", by: str = "editor", **values: object) -> str:
        """A published page; returns its slug."""
        whole = {"title": title, "summary": "A page for a test.", "body": "Plain words about it.", **values}
        return self.service(Pages).create(self.person(by), "page", whole).slug

    def work(self) -> int:
        """Do all jobs that are due."""
        return self.service(Runner).run_due()


def token(client: FlaskClient, path: str = "/sign-in") -> str:
    """A CSRF token of this browser's session."""
    page = client.get(path).text
    return page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def left_out(reason: str) -> None:
    """Skip, but never silently where everything has to run."""
    if os.environ.get("FIELDBOOK_TEST_ALL"):
        pytest.fail(f"{reason}, and FIELDBOOK_TEST_ALL is set")
    pytest.skip(reason)
