"""Ten thousand comments on one page: read, counted and cut in the database, with the same few questions as for ten."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from front_door import Site
from sqlalchemy import delete, event, insert

from auth.model import ANONYMOUS
from storage.database import Database
from wiki.rendering.pipeline import RENDERER_VERSION
from wiki.talk import queries
from wiki.talk.model import Comment, Talk
from wiki.talk.service.threads import HANDFUL, PER_PART, PER_THREAD, REPLIES, Threads

MANY = 10_000


@contextmanager
def watched(site: Site) -> Iterator[tuple[list[str], list[int]]]:
    """The questions asked of the database, and the comments that were brought back from it."""
    engine = site.service(Database).engine
    asked: list[str] = []
    loaded: list[int] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    def bring(target: Comment, _context: object) -> None:
        loaded.append(target.id)

    event.listen(engine, "before_cursor_execute", note)
    event.listen(Comment, "load", bring)
    yield asked, loaded
    event.remove(engine, "before_cursor_execute", note)
    event.remove(Comment, "load", bring)


def fill(site: Site, slug: str, heads: int, replies: int) -> tuple[list[int], list[int]]:
    """So many threads, and so many replies in the first of them."""
    editor = site.person("editor")
    with site.service(Database).write() as session:
        page = queries.find_page(session, ANONYMOUS, slug)
        assert page is not None
        now = site.clock()
        plain = {"page_id": page.id, "section": "", "number": 1, "text": "Words.", "html": "<p>Words.</p>",
                 "renderer": RENDERER_VERSION, "author_id": editor.id, "signed": "named", "pen_name": "",
                 "state": "shown", "reason": "", "became": 0, "created": now}  # fmt: skip
        threads = list(range(1, heads + 1))
        answers = list(range(heads + 1, heads + replies + 1))
        session.execute(insert(Comment), [{**plain, "id": n, "key": f"t{n}"} for n in threads])
        session.execute(
            insert(Comment), [{**plain, "id": n, "key": f"a{n}", "thread_id": 1, "answers_id": 1} for n in answers]
        )
    return threads, answers


def questions(site: Site, slug: str, number: int) -> list[int]:
    """How many questions each look at the comments asks; none brings back more than it shows."""
    threads, editor = site.service(Threads), site.person("editor")
    looks: list[Callable[[], object]] = [
        lambda: threads.brief(ANONYMOUS, slug),
        lambda: threads.page(ANONYMOUS, slug),
        lambda: threads.page(editor, slug, 3),
        lambda: threads.page(editor, slug, 10**9),
        lambda: threads.thread(ANONYMOUS, slug, 1, 2),
        lambda: threads.spot(ANONYMOUS, slug, number),
    ]
    counted = []
    for look in looks:
        with watched(site) as (asked, loaded):
            look()
        assert len(loaded) <= max(PER_PART * (REPLIES + 1), PER_THREAD + 1)
        counted.append(len(asked))
    return counted


def test_many_comments_cost_no_more_questions_than_few(any_site: Site) -> None:
    slug = any_site.page()
    _heads, answers = fill(any_site, slug, 2, 12)
    few = questions(any_site, slug, answers[11])
    with any_site.service(Database).write() as session:
        session.execute(delete(Comment))
    heads, answers = fill(any_site, slug, MANY // 2, MANY // 2)
    assert questions(any_site, slug, answers[11]) == few
    assert questions(any_site, slug, answers[-1]) == few
    assert max(few) <= 10
    found = any_site.service(Threads).page(ANONYMOUS, slug, 3)
    assert (found.total, found.open, found.parts) == (MANY, len(heads), len(heads) // PER_PART)


def test_every_comment_has_an_address_that_leads_to_where_it_stands(any_site: Site) -> None:
    slug = any_site.page()
    heads, answers = fill(any_site, slug, 45, 130)
    threads = any_site.service(Threads)
    for number in (heads[0], heads[19], heads[20], heads[44], answers[0], answers[9], answers[10], answers[129]):
        spot = threads.spot(ANONYMOUS, slug, number)
        shown: Talk = (
            threads.thread(ANONYMOUS, slug, spot.thread, spot.part)
            if spot.thread
            else threads.page(ANONYMOUS, slug, spot.part)
        )
        assert number in {one.id for thread in shown.threads for one in (thread.head, *thread.replies)}
    first = threads.page(ANONYMOUS, slug)
    assert (first.parts, len(first.threads), first.total) == (3, PER_PART, 175)
    assert (len(first.threads[0].replies), first.threads[0].left) == (REPLIES, 130 - REPLIES)
    brief = threads.brief(ANONYMOUS, slug)
    assert brief is not None
    assert [one.head.id for one in brief.threads] == heads[-HANDFUL:]
    with pytest.raises(Exception, match="thread"):
        threads.thread(ANONYMOUS, slug, answers[0])
