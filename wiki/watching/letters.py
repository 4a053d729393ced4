"""The words of a letter, made of notices: plain text, links from the site's own address, nothing that tracks."""

from collections.abc import Sequence
from dataclasses import dataclass

from auth.identity import printable
from wiki.watching.model import WEEKLY, Line
from wiki.watching.words import SOMEBODY, address, said

MOST_LINES = 100
LONGEST_TITLE = 100
WHY = {
    "watched": "because you watch these pages, and want to hear at once",
    "meant": "because this was meant for you, and you want to hear at once",
    WEEKLY: "because you watch these pages, and want to hear once a week",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in words, and the address at which letters like it are stopped."""

    subject: str
    body: str
    stop: str


def write(site: str, base: str, sort: str, lines: Sequence[Line], stop: str) -> Written:
    """The letter that says these things, newest last; `stop` is the address that ends letters of this sort."""
    shown = sorted(lines, key=lambda line: line.id)[-MOST_LINES:]
    parts = [_about(base, page) for page in _by_page(shown)]
    if len(lines) > len(shown):
        parts.append(f"And {len(lines) - len(shown)} more: {base}/inbox\n")
    foot = (
        f"-- \nYou get this letter from {site} {WHY[sort]}.\n"
        f"No more letters like this: {stop}\nChoose what you are told of, and how: {base}/watching\n"
    )
    return Written(_subject(site, sort, lines), "\n".join([*parts, foot]), stop)


def _subject(site: str, sort: str, lines: Sequence[Line]) -> str:
    pages = {line.page for line in lines}
    if sort == WEEKLY:
        many = "1 page" if len(pages) == 1 else f"{len(pages)} pages"
        return f"Your week at {site}: news of {many}"
    if len(lines) == 1 or (len(pages) == 1 and lines[0].title):
        title = _title(lines[0])
        return f"{_words(lines[0])}: {title}" if title else _words(lines[0])
    return f"{site}: {len(lines)} things you may want to know"


def _about(base: str, lines: Sequence[Line]) -> str:
    title = _title(lines[0])
    told = [f"  {_words(line)}, {line.at:%B} {line.at.day}\n  {base}{address(line)}" for line in lines]
    return "\n".join([title, *told] if title else told) + "\n"


def _by_page(lines: Sequence[Line]) -> list[list[Line]]:
    pages: dict[int | None, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return list(pages.values())


def _words(line: Line) -> str:
    return said(line) % {"who": printable(line.who) or SOMEBODY}


def _title(line: Line) -> str:
    """The page's title on one line, so that it can be nothing but a title."""
    title = printable(line.title)
    return title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…"
