"""Suggestions: a change to a page from anybody, with or without an account, on its way into review."""

from collections.abc import Callable
from datetime import datetime

from auth.errors import Forbidden
from auth.model import Actor, Permission, Role
from storage.database import Database
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.kinds.model import Library, Values
from wiki.pages import queries, recording
from wiki.pages.codes import hash_code, new_code
from wiki.pages.model import SUGGEST, Page, Saved
from wiki.pages.preparing import check, in_order, keep_hidden
from wiki.pages.recording import Change
from wiki.pages.service import Pages
from wiki.reviews import policy
from wiki.reviews.queries import same_suggestion

WHY = marked("Say in one sentence what you changed and why.")
SAME = marked("Nothing is changed yet. Change something, then send it.")
TWICE = marked("This suggestion arrived already and waits for review. There is no need to send it again.")


class Suggestions:
    """Takes changes to published pages; nothing of them is published before somebody who reviews accepts it."""

    def __init__(self, database: Database, library: Library, pages: Pages, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._library = library
        self._pages = pages
        self._clock = clock

    def require(self, actor: Actor, page: Page) -> None:
        """Go on only if this page takes suggestions from the actor; raises `Forbidden`."""
        if not policy.may_suggest(actor, page):
            raise Forbidden(Permission.PAGE_SUGGEST, Role.EDITOR)

    def suggest(self, actor: Actor, slug: str, base: int, values: Values, note: str) -> tuple[Saved, str]:
        """Send a change of version `base` into review; returns the code that its writer keeps ("" with an account).

        Raises `NotFound`, `Forbidden`, and `Invalid` when a reason or the change itself is missing.
        """
        code = "" if actor.is_signed_in else new_code()
        with self._database.write() as session:
            page = queries.find(session, actor, slug)
            if page is None:
                raise NotFound(slug)
            self.require(actor, page)
            number = base if 1 <= base <= page.number else page.number
            began = queries.revision(session, page, number)
            before: Values = began.values if began else {}
            kind = self._pages.kind(page.kind)
            whole = keep_hidden(kind, before, values, sees_all=policy.sees_withheld(actor))
            mine = check(kind, self._library, in_order(kind, before, whole))
            _worth_sending(note, changed=mine != before)
            if not actor.is_signed_in and same_suggestion(session, page, number, mine):
                raise Invalid([Problem("note", TWICE)])
            change = Change(mine, note, actor.id, code_hash=hash_code(code), via=SUGGEST)
            return recording.submit(session, self._clock(), actor, page, number, change), code


def _worth_sending(note: str, *, changed: bool) -> None:
    """Raise `Invalid` without a reason, or without a change."""
    if not changed:
        raise Invalid([Problem("note", SAME)])
    if not note.strip():
        raise Invalid([Problem("note", WHY)])
