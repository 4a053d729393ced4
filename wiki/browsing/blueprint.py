"""The blueprint every view of this room hangs on."""

from collections.abc import Callable

from flask import Blueprint, current_app, request

from storage.database import Database
from wiki.browsing.activity import Activity
from wiki.browsing.likeness import Ours
from wiki.browsing.service import Browsing
from wiki.kinds.model import Library
from wiki.web.current import service
from wiki.web.headers import OURS

bp = Blueprint("browsing", __name__)
UNFINISHED = "private, no-store"
"""For what was made without the index: its bytes are not kept, so that the next reader gets a whole page."""


def activity() -> Activity:
    """What the database knows of changes, people and events."""
    return Activity(service(Database), service(Library))


def said() -> Ours:
    """What this reader said of their organization, in their cookie."""
    return service(Browsing).likeness.from_cookie(request.cookies.get(OURS, ""))


def numbered(path: str) -> Callable[[int], str]:
    """The address of each page of a long list."""
    return lambda number: path if number == 1 else f"{path}?page={number}"


def version() -> str:
    """The software's version, as the app was told it."""
    return str(current_app.config.get("VERSION", ""))
