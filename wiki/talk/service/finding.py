"""What search learns of talk: the words of every comment that is shown to whoever sees its page, and of no other."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from search.model import Part
from wiki.errors import marked
from wiki.pages import recording
from wiki.pages.model import Page
from wiki.rendering.plain import to_text
from wiki.talk import queries
from wiki.talk.model import Comment

HEADING = marked("From the talk")
WEIGHT = 0.5  # of what a word counts in the page's own text
MOST = 500  # comments of a page that are found, the newest


def parts(session: Session, pages: Sequence[int]) -> Mapping[int, Sequence[Part]]:
    """Page to its comments as more of its parts, oldest first; the key of each is its address below the page's."""
    found: dict[int, list[Part]] = defaultdict(list)
    for page, number, html in queries.shown(session, pages, MOST):
        if words := to_text(html):
            found[page].append(Part(f"talk/{number}", HEADING, words, WEIGHT))
    return found


def follow(session: Session, now: datetime, comment: Comment) -> None:
    """Have the index follow what is shown, or not any more, of a comment."""
    page = session.get(Page, comment.page_id)
    if page is not None:
        recording.find_anew(session, now, page)
