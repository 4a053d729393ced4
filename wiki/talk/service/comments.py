"""Writing comments: say, reply, say it in other words, take it back; each in one transaction."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auth import audit
from auth.errors import Forbidden
from auth.model import Actor, Permission
from auth.policy import LOWEST, require
from storage.database import Database
from storage.errors import Busy
from storage.generation import bump
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.kinds.display import sections
from wiki.kinds.model import Library
from wiki.pages import signing
from wiki.pages.model import PUBLISHED, Page
from wiki.rendering.mentions import mentioned
from wiki.rendering.pipeline import RENDERER_VERSION
from wiki.rules.service import Rules
from wiki.talk import policy, queries
from wiki.talk.model import GONE, LONGEST, SHOWN, WAITS, Added, Comment, CommentMention, Words
from wiki.talk.service import finding, telling
from wiki.talk.service.layout import to_html

UNANSWERABLE = marked("The comment you answer was taken back or hidden meanwhile. You can send yours by itself.")


class Comments:
    """The service every comment is written through."""

    def __init__(self, database: Database, library: Library, rules: Rules, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._library = library
        self._rules = rules
        self._clock = clock

    def add(self, actor: Actor, slug: str, words: Words, answers: int | None = None) -> Added:
        """Say something about a page or a section, or in answer to a comment of the same page.

        The first comments of a new account wait until a reviewer shows them. Sending the same form twice makes one
        comment. Raises `Forbidden`, `Invalid`, and `NotFound` for a hidden page or a comment of another.
        """
        require(actor, Permission.COMMENT_WRITE)
        words, html = _checked(words), to_html(words.text)
        for _ in range(2):
            with suppress(IntegrityError), self._database.write() as session:  # the same form, at this very moment
                page = self._page(session, actor, slug)
                again = queries.sent_before(session, actor, words.key)
                if again is not None:
                    return Added(again.id, again.state == WAITS, _nobody(session, page, again.html))
                return self._add(session, actor, page, words, html, answers)
        raise Busy("the same comment is sent again and again")

    def edit(self, actor: Actor, slug: str, number: int, words: Words) -> Added:
        """Say one's own comment in other words, or sign it in another way; its place stays."""
        words, html = _checked(words), to_html(words.text)
        with self._database.write() as session:
            page, comment = self._own(session, actor, slug, number)
            if not policy.may_edit(actor, comment):
                raise Forbidden(Permission.COMMENT_WRITE, LOWEST[Permission.COMMENT_WRITE])
            comment.text, comment.html, comment.renderer = words.text.strip(), html, RENDERER_VERSION
            signature = signing.check(session, actor, words.signature)
            comment.signed, comment.pen_name = signature.signed, signature.pen_name
            comment.edited = self._clock()
            fresh = _mention(session, page, comment)
            if comment.state == SHOWN:
                telling.mentioned(session, self._clock(), comment, fresh)
                finding.follow(session, self._clock(), comment)
                bump(session)
            self._log(session, actor, comment, "comment.edited")
            return Added(comment.id, comment.state == WAITS, _nobody(session, page, html))

    def withdraw(self, actor: Actor, slug: str, number: int) -> None:
        """Take one's own comment back: its words are gone for everybody."""
        with self._database.write() as session:
            _page, comment = self._own(session, actor, slug, number)
            if not policy.may_withdraw(actor, comment):
                raise NotFound(f"comment {number}")
            self._log(session, actor, comment, "comment.withdrawn")
            finding.follow(session, self._clock(), comment)
            comment.text, comment.html, comment.state, comment.reason = "", "", GONE, ""
            comment.pen_name, comment.edited = "", None
            session.execute(delete(CommentMention).where(CommentMention.comment_id == comment.id))
            bump(session)

    def nobody(self, actor: Actor, slug: str, text: str) -> tuple[str, Sequence[str], dict[str, str]]:
        """A comment that is not sent, for its preview: its HTML, whom it mentions in vain, and whom not."""
        html = to_html(text[:LONGEST])
        with self._database.read() as session:
            page = self._page(session, actor, slug)
            known = {one.handle: one.name for one in queries.people(session, page, mentioned(html))}
            return html, [handle for handle in mentioned(html) if handle not in known], known

    def _add(self, session: Session, actor: Actor, page: Page, words: Words, html: str, answers: int | None) -> Added:
        answered = self._answered(session, actor, page, answers)
        trusted = policy.is_trusted(actor, queries.proved(session, actor.id), self._rules.now().hold_first)
        signature = signing.check(session, actor, words.signature)
        if signature != signing.usual(session, actor):
            signing.remember(session, actor, signature)
        number = words.number if 0 < words.number <= page.number else page.number
        comment = Comment(
            page_id=page.id,
            thread_id=(answered.thread_id or answered.id) if answered else None,
            answers_id=answered.id if answered else None,
            section=answered.section if answered else self._section(session, page, words.section, number),
            number=number,
            text=words.text.strip(),
            html=html,
            renderer=RENDERER_VERSION,
            author_id=actor.id,
            signed=signature.signed,
            pen_name=signature.pen_name,
            key=words.key or f"{self._clock().timestamp()}",
            state=SHOWN if trusted else WAITS,
            reason="",
            created=self._clock(),
        )
        session.add(comment)
        session.flush()
        _mention(session, page, comment)
        self._log(session, actor, comment, "comment.added")
        if trusted:
            telling.added(session, self._clock(), comment)
            finding.follow(session, self._clock(), comment)
            bump(session)
        return Added(comment.id, not trusted, _nobody(session, page, html))

    def _answered(self, session: Session, actor: Actor, page: Page, answers: int | None) -> Comment | None:
        if answers is None:
            return None
        answered = queries.find(session, actor, page, answers, lock=True)
        if answered is not None and policy.may_reply(actor, answered):
            return answered
        if answered is None and not queries.is_gone(session, page, answers):
            raise NotFound(f"comment {answers}")
        raise Invalid([Problem("text", UNANSWERABLE)])

    def _section(self, session: Session, page: Page, section: str, number: int) -> str:
        """The section that is meant, if readers saw it when they wrote or see it now; else the page as a whole."""
        kind = self._library.kinds[page.kind]
        for which in dict.fromkeys((page.number, number)):
            shown = sections(kind, self._library, queries.values(session, page, which), sees_all=False)
            if section in {one.key for one in shown if one.heading}:
                return section
        return ""

    def _page(self, session: Session, actor: Actor, slug: str) -> Page:
        page = queries.find_page(session, actor, slug)
        if page is None or page.state != PUBLISHED or page.kind not in self._library.kinds:
            raise NotFound(slug)
        return page

    def _own(self, session: Session, actor: Actor, slug: str, number: int) -> tuple[Page, Comment]:
        """A comment of one's own; that of somebody else is refused, one that is hidden does not exist."""
        require(actor, Permission.COMMENT_WRITE)
        page = queries.find_page(session, actor, slug)
        comment = queries.find(session, actor, page, number, lock=True) if page is not None else None
        if page is None or comment is None or comment.state == GONE:
            raise NotFound(f"comment {number}")
        if not policy.is_own(actor, comment):
            raise Forbidden(Permission.COMMENT_WRITE, LOWEST[Permission.COMMENT_WRITE])
        return page, comment

    def _log(self, session: Session, actor: Actor, comment: Comment, action: str) -> None:
        shown = signing.signer(actor, comment.signature)
        audit.record(session, self._clock(), shown, action, str(comment.id))


def _checked(words: Words) -> Words:
    """The words, if they can be a comment; raises `Invalid` with everything that is wrong with them."""
    problems: list[Problem] = []
    length = len(words.text.strip())
    if not length:
        problems.append(Problem("text", "Write your comment."))
    elif length > LONGEST:
        most = {"most": LONGEST, "length": length}
        problems.append(Problem("text", "Use at most %(most)s characters. You used %(length)s.", most))
    if problems:
        raise Invalid(problems)
    return words


def _mention(session: Session, page: Page, comment: Comment) -> list[int]:
    """Write down who is mentioned; returns those who were not before. Nobody has to be told of themselves."""
    wanted = {one.id for one in queries.people(session, page, mentioned(comment.html))}
    known = set(queries.mentioned_in(session, comment.id))
    mine = CommentMention.comment_id == comment.id
    session.execute(delete(CommentMention).where(mine, CommentMention.account_id.in_(known - wanted)))
    rows = [{"comment_id": comment.id, "account_id": one} for one in sorted(wanted - known)]
    if rows:
        session.execute(insert(CommentMention), rows)
    return [row["account_id"] for row in rows]


def _nobody(session: Session, page: Page, html: str) -> tuple[str, ...]:
    """Mentions that lead to nobody who sees the page, whether or not there is such a person."""
    handles = mentioned(html)
    known = {one.handle for one in queries.people(session, page, handles)}
    return tuple(handle for handle in handles if handle not in known)
