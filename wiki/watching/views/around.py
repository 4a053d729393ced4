"""What stands on other rooms' pages: the count in the header, and the buttons that begin and end watching."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, g

from storage.errors import StorageError
from wiki.watching import words
from wiki.watching.inbox import MOST_COUNTED, Inbox
from wiki.watching.model import PAGE
from wiki.watching.service import Watching
from wiki.web.annexes import ACTIONS, Annex
from wiki.web.current import actor, service


def init_app(app: Flask) -> None:
    """Let every template ask how much is unread, and whether its reader watches something."""
    app.context_processor(_of_request)
    app.add_template_filter(words.said, "notice_said")
    app.add_template_filter(words.address, "notice_address")


def annex(slug: str) -> Sequence[Annex]:
    """A button on each page for people with an account; readers without one are shown nothing."""
    who = actor()
    if not who.is_signed_in:
        return ()
    watched = service(Watching).is_watching(who, PAGE, slug)
    return (Annex(ACTIONS, "watching/_on_page.html", {"slug": slug, "watched": watched}),)


def _of_request() -> dict[str, Any]:
    return {"unread_notices": _unread, "is_watched": _is_watched, "refuses_mail": _refuses_mail}


def _unread() -> str:
    """How many notices wait, as the header shows it: "" for none. Asked once a request."""
    if "unread_notices" not in g:
        try:
            found = service(Inbox).unread(actor())
        except StorageError:  # a page that says what is wrong is shown all the same
            found = 0
        g.unread_notices = f"{MOST_COUNTED - 1}+" if found >= MOST_COUNTED else str(found or "")
    return str(g.unread_notices)


def _refuses_mail() -> bool:
    return service(Watching).is_stopped(actor())


def _is_watched(sort: str, name: str) -> bool:
    return service(Watching).is_watching(actor(), sort, name)
