"""Who is asking: the only place that knows Flask-Login and what the session cookie holds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import ParamSpec
from urllib.parse import urlsplit

from flask import Flask, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user

from auth.current import EXTENSION, Choices, Front, desk, front
from auth.desk import Desk
from auth.model import ANONYMOUS, Account, Actor
from auth.safe_next import safe_next
from storage.errors import StorageError

P = ParamSpec("P")
SEEN = "seen"  # when the cookie was last renewed, seconds since 1970
RENEW = timedelta(hours=1)
UNREACHABLE = "auth_unreachable"


class SignedIn:
    """What Flask-Login calls a user: an account in one browser. Its id is the random key of that browser."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, account: Account, key: str) -> None:
        self.account = account
        self.key = key

    def get_id(self) -> str:
        """The key; neither the account's number nor anything that can be guessed."""
        return self.key


def init_app(
    app: Flask,
    services: Desk,
    choices: Choices | None = None,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    idle: timedelta = timedelta(days=14),
    secure: bool = False,
) -> None:
    """Let the app know its people. A sign-in ends after `idle` without a request, and when the desk's rules say so.

    `secure` (behind TLS) keeps the cookie off plain connections and other hosts by its `__Host-` name.
    """
    app.extensions[EXTENSION] = Front(services, choices or Choices(), clock)
    app.config.update(
        SESSION_COOKIE_NAME="__Host-fieldbook" if secure else "fieldbook",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=idle + RENEW,
    )
    manager = LoginManager()
    manager.session_protection = None  # phones change their network address all day
    manager.init_app(app)

    def load(key: str) -> SignedIn | None:
        now = int(clock().timestamp())
        quiet = now - int(session.get(SEEN, 0))
        if quiet > idle.total_seconds() or g.get(UNREACHABLE):
            return None
        try:
            account = services.accounts.by_session_key(key)
        except StorageError:
            setattr(g, UNREACHABLE, True)  # the page that says so is shown to nobody in particular
            raise
        if account is None:
            return None
        if quiet > RENEW.total_seconds():
            session[SEEN] = now
        return SignedIn(account, key)

    manager.user_loader(load)


def current_actor() -> Actor:
    """Who asks in this request; `ANONYMOUS` without a sign-in that holds."""
    return current_user.account.actor if current_user.is_authenticated else ANONYMOUS


def sign_in(account: Account) -> None:
    """Begin a new session for this account; whatever the old one held is gone (no fixation)."""
    _close()
    key = desk().accounts.open_session(account)
    session.permanent = True
    session[SEEN] = int(front().clock().timestamp())
    login_user(SignedIn(account, key))


def sign_out() -> None:
    """End this browser's session, here and in the database."""
    _close()


def _close() -> None:
    if current_user.is_authenticated:
        desk().accounts.close_session(current_user.key)
    logout_user()
    session.clear()


def needs_account(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Send readers to the sign-in page first, and back again afterwards."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if current_actor().is_signed_in:
            return view(*args, **kwargs)
        return redirect(url_for("auth.sign_in", next=_way_back()), 303)

    return guarded


def _way_back() -> str:
    """The page that was asked for; for a form that was sent, the page it stood on."""
    if request.method in {"GET", "HEAD"}:
        return safe_next(request.full_path.rstrip("?"))
    came_from = urlsplit(request.referrer or "")
    return safe_next(came_from.path) if came_from.netloc == request.host else "/"
