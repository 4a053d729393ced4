"""The blueprint every view of this room hangs on, and what a browser holds: an entry's token, codes it showed."""

from flask import Blueprint, current_app, request, session
from werkzeug.wrappers import Response

from wiki.rules.service import Rules
from wiki.sharing.model import KEPT_FOR, SHOWN_FOR, Holder
from wiki.web.current import actor, service

bp = Blueprint("sharing", __name__)
COOKIE, PLACE = "fieldbook-share", "/share"
OPENED = "contributions"  # in the session: number of a proposal to the mark of the code that opened it


def may_share() -> bool:
    """Whether this reader may share now, or has to sign in first."""
    return actor().is_signed_in or service(Rules).now().without_account


def token() -> str:
    """The token of the entry this browser holds; a cookie of its own, so that it outlives signing in and out."""
    return request.cookies.get(COOKIE, "")[:200]


def hold(response: Response, held: str, *, sent: bool = False) -> Response:
    """Let this browser hold the entry's token: as long as the entry is kept, or, once it is sent, for an hour."""
    lasts = SHOWN_FOR if sent else KEPT_FOR
    response.set_cookie(COOKIE, held, max_age=int(lasts.total_seconds()), path=PLACE, httponly=True, samesite="Lax",
                        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]))  # fmt: skip
    return response


def let_go(response: Response) -> Response:
    """Forget the token."""
    response.delete_cookie(COOKIE, path=PLACE)
    return response


def holder(number: int) -> Holder:
    """Who comes for this contribution."""
    opened = session.get(OPENED, {})
    return Holder(actor(), str(opened.get(str(number), "")))


def open_here(number: int, mark: str) -> None:
    """Let this browser's session come for the contribution from now on."""
    session[OPENED] = {**session.get(OPENED, {}), str(number): mark}


def close_here(number: int) -> None:
    """And from now on no more."""
    session[OPENED] = {key: mark for key, mark in session.get(OPENED, {}).items() if key != str(number)}
