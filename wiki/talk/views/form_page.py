"""The page a comment is written on when it has one of its own: filled with exactly what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from auth.errors import Forbidden
from auth.model import Permission, Role
from wiki.errors import NotFound, Problem
from wiki.names import to_slug
from wiki.pages.lists import Lists
from wiki.pages.presentation import addresses
from wiki.rendering.mentions import link_mentions
from wiki.rendering.wiki_links import linked_titles, resolve
from wiki.talk.forms import Posted
from wiki.talk.model import Said
from wiki.talk.service.comments import Comments
from wiki.talk.service.threads import Threads
from wiki.web.current import actor, service

ADD, REPLY, EDIT = "add", "reply", "edit"


@dataclass(frozen=True, slots=True)
class FormPage:
    """What is shown: the form as typed, about which comment (`number`, 0 for a new one), and what to say above it."""

    slug: str
    act: str
    number: int = 0
    posted: Posted = Posted()  # noqa: RUF009  # frozen, so sharing it is safe
    problems: Sequence[Problem] = ()
    notice: str = ""
    preview: bool = False

    def told(self, *, problems: Sequence[Problem] = (), notice: str = "", preview: bool = False) -> "FormPage":
        """The same with something to say about it."""
        return replace(self, problems=problems, notice=notice, preview=preview)


def show_form(showing: FormPage, *, status: int = HTTPStatus.OK) -> ResponseReturnValue:
    """The form; a reply to what is gone meanwhile becomes a comment of its own."""
    page, headings = service(Threads).headings(actor(), showing.slug)
    said = _about(showing)
    if said is None and showing.number:
        showing = replace(showing, act=ADD, number=0)
    html, nobody = _preview(showing) if showing.preview else ("", ())
    return make_response(
        render_template(
            "talk/write.html",
            page=page,
            headings=headings,
            act=showing.act,
            one=said,
            posted=showing.posted,
            problems=showing.problems,
            notice_words=showing.notice,
            preview=html,
            nobody=nobody,
            is_preview=showing.preview,
        ),
        status,
    )


def _about(showing: FormPage) -> Said | None:
    """The comment that is answered or changed, if it is still there to be read."""
    if not showing.number:
        return None
    try:
        said = service(Threads).one(actor(), showing.slug, showing.number)[2]
    except NotFound:
        if showing.act == REPLY and (showing.problems or showing.notice or showing.preview):
            return None  # there are words to keep
        raise
    if showing.act == EDIT and EDIT not in said.may:
        raise Forbidden(Permission.COMMENT_WRITE, Role.MEMBER)
    return said


def _preview(showing: FormPage) -> tuple[str, Sequence[str]]:
    html, nobody, known = service(Comments).nobody(actor(), showing.slug, showing.posted.text)
    targets = service(Lists).targets(actor(), [to_slug(title) for title in linked_titles(html)])
    return link_mentions(resolve(html, addresses(targets)), known), nobody
