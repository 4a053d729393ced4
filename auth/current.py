"""What the views of this room find in the running app, through one typed door."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app, request

from auth.desk import Desk
from auth.errors import Problem
from auth.model import Role

Options = Sequence[tuple[str, str]]  # (key, label)
EXTENSION = "auth"


def _no_options(_held: str = "") -> Options:
    return ()


def _no_problems(_name: str, _email: str, _invited: bool) -> Sequence[Problem]:
    return ()


def _role_name(role: Role) -> str:
    return role.name.capitalize()


@dataclass(frozen=True, slots=True)
class Choices:
    """Words this room does not know itself; asked for in each request, so that they can be translated.

    `refuses` says what the house rules hold against a newcomer: name, e-mail address, whether they are invited.
    `org_types` takes the one that somebody holds already, to offer it beside the usual ones.
    """

    org_types: Callable[..., Options] = _no_options
    languages: Callable[[], Options] = _no_options
    role: Callable[[Role], str] = _role_name
    refuses: Callable[[str, str, bool], Sequence[Problem]] = _no_problems


@dataclass(frozen=True, slots=True)
class Front:
    """What `auth.session.init_app` leaves in the app."""

    desk: Desk
    choices: Choices
    clock: Callable[[], datetime]


def front() -> Front:
    """The desk and the words of the app that answers this request."""
    return cast(Front, current_app.extensions[EXTENSION])


def desk() -> Desk:
    """The services of this room."""
    return front().desk


def choices() -> Choices:
    """The words given by the app."""
    return front().choices


def address() -> str:
    """Where the request comes from; behind a proxy the app has set this right (ProxyFix)."""
    return request.remote_addr or ""
