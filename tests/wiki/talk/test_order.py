"""Keeping order in talk: resolving, hiding, moving with the page, earlier versions, and rendering again."""

from collections.abc import Callable
from datetime import date

import pytest
from front_door import Site
from sqlalchemy import update
from talk_place import row, told

from auth.audit import latest
from auth.errors import Forbidden
from auth.model import ANONYMOUS
from storage.database import Database
from wiki.errors import Invalid, NotFound
from wiki.pages.model import PEN_NAME
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.rendering.pipeline import RENDERER_VERSION
from wiki.talk.model import Added, Comment
from wiki.talk.service.order import Order
from wiki.talk.service.rerendering import CommentRerendering
from wiki.talk.service.sweeping import Sweeping
from wiki.talk.service.threads import Threads
from wiki.watching.inbox import Inbox
from wiki.watching.words import address

Say = Callable[..., Added]


def test_the_second_of_two_who_resolve_at_once_is_told_that_it_is_done(any_site: Site, say: Say) -> None:
    slug, ana, order = any_site.page(), any_site.person("practitioner", "Ana"), any_site.service(Order)
    number = say(ana, slug, "Done?").id
    told(any_site)
    assert order.resolve(any_site.person("trainer"), slug, number)
    assert not order.resolve(any_site.person("editor"), slug, number)
    (news,) = told(any_site)
    assert (news["what"], news["to"], news["by"]) == ("comment.resolved", [ana.id], any_site.person("trainer").id)
    (thread,) = any_site.service(Threads).page(ANONYMOUS, slug).threads
    assert thread.resolved_by == "Trainer"
    assert order.reopen(ana, slug, number)
    assert not order.reopen(ana, slug, number)
    with pytest.raises(Forbidden):
        order.resolve(any_site.person("member"), slug, number)


def test_open_threads_stand_first_and_the_newest_last(any_site: Site, say: Say) -> None:
    slug, ana, order = any_site.page(), any_site.person("practitioner", "Ana"), any_site.service(Order)
    numbers = [say(ana, slug, f"Thread {n}.").id for n in range(5)]
    order.resolve(ana, slug, numbers[0])
    order.resolve(ana, slug, numbers[2])
    found = any_site.service(Threads).page(ANONYMOUS, slug)
    assert [one.head.id for one in found.threads] == [numbers[n] for n in (1, 3, 4, 0, 2)]
    assert (found.open, found.resolved) == (3, 2)


def test_hiding_takes_a_reason_and_leaves_the_words_to_editors_and_their_writer(any_site: Site, say: Say) -> None:
    slug, ana, editor = any_site.page(), any_site.person("practitioner", "Ana"), any_site.person("editor")
    order, threads = any_site.service(Order), any_site.service(Threads)
    number = say(ana, slug, "Not so nice.").id
    with pytest.raises(Invalid):
        order.hide(editor, slug, number, "  ")
    with pytest.raises(Forbidden):
        order.hide(any_site.person("trainer"), slug, number, "I am no editor.")
    assert order.hide(editor, slug, number, "Names somebody.")
    assert not order.hide(editor, slug, number, "Again.")
    assert threads.page(ANONYMOUS, slug).threads == threads.page(any_site.person("trainer"), slug).threads == ()
    for who in (ana, editor):
        (thread,) = threads.page(who, slug).threads
        assert (thread.head.reason, "Not so nice." in thread.head.html) == ("Names somebody.", True)
    news = told(any_site)[-1]
    assert (news["what"], news["to"], news["comment"]) == ("comment.hidden", [ana.id], number)
    assert order.show(editor, slug, number)
    assert told(any_site) == []  # it was told when it was new
    assert len(threads.page(ANONYMOUS, slug).threads) == 1
    log = [one.action for one in latest(any_site.service(Database), any_site.person("admin"))]
    assert [one for one in log if one.startswith("comment.")] == ["comment.shown", "comment.hidden", "comment.added"]


def test_whose_comment_was_hidden_is_told_and_led_to_the_reason(any_site: Site, say: Say) -> None:
    slug, ana, editor = any_site.page(), any_site.person("practitioner", "Ana"), any_site.person("editor")
    mine = say(editor, slug, "My own.").id
    number = say(ana, slug, "Not so nice.", signed=PEN_NAME, pen_name="Axolotl").id
    any_site.work()
    any_site.service(Inbox).mark_all_read(ana, 1_000)
    for one in (number, mine):
        any_site.service(Order).hide(editor, slug, one, "It names somebody.")
    any_site.work()
    (line,) = [one for one in any_site.service(Inbox).part(ana, 1).lines if not one.is_read]
    assert (line.what, line.meant, address(line)) == ("comment.hidden", True, f"/wiki/{slug}/talk/{number}")
    page = any_site.client("practitioner", "Ana").get(address(line), follow_redirects=True)
    assert (page.status_code, "It names somebody." in page.text) == (200, True)
    for who in (editor, any_site.person("trainer")):  # nor does whoever watches the page
        assert "comment.hidden" not in [one.what for one in any_site.service(Inbox).part(who, 1).lines]


def test_comments_go_wherever_their_page_goes(any_site: Site, say: Say) -> None:
    slug, ana, editor = any_site.page(), any_site.person("practitioner", "Ana"), any_site.person("editor")
    threads, shelves = any_site.service(Threads), any_site.service(Shelves)
    number = say(ana, slug, "With the page.").id
    slug = shelves.move(editor, slug, "another-address")
    assert threads.page(ANONYMOUS, slug).total == 1
    shelves.restrict(editor, slug, "members")
    assert threads.page(ana, slug).total == 1
    shelves.restrict(editor, slug, "held", date(2030, 1, 1))
    shelves.archive(editor, slug)
    assert threads.page(editor, slug).total == 1
    for who in (ANONYMOUS, ana):
        for look in (
            lambda who=who: threads.page(who, slug),
            lambda who=who: threads.spot(who, slug, number),
            lambda who=who: threads.one(who, slug, number),
            lambda who=who: any_site.service(Order).resolve(any_site.person("practitioner", "Ana"), slug, number),
        ):
            with pytest.raises(NotFound):
                look()
        assert threads.brief(who, slug) is None
    with pytest.raises(NotFound):
        say(editor, slug, "On an archived page.")


def test_a_comment_stays_with_the_version_it_was_written_on(any_site: Site, say: Say) -> None:
    editor, pages, key = any_site.person("editor"), any_site.service(Pages), "sources"
    slug = any_site.page(sources=[{"title": "A report of 2018"}])
    page, headings = any_site.service(Threads).headings(ANONYMOUS, slug)
    assert headings == {key: "Sources"}
    number = say(editor, slug, "About this part.", section=key).id
    assert say(editor, slug, "About nothing.", section="no_such_part").id
    first, second = any_site.service(Threads).page(ANONYMOUS, slug).threads
    assert (first.section, first.lost, first.heading, first.number) == (key, False, headings[key], 1)
    assert second.section == ""
    pages.save(editor, slug, page.number, {"title": page.title, "summary": "S.", "body": "Without sources."})
    (lost, _other) = any_site.service(Threads).page(ANONYMOUS, slug).threads
    assert (lost.head.id, lost.lost, lost.number) == (number, True, 1)
    late = say(editor, slug, "Typed while it went.", section=key, number=1).id
    assert row(any_site, late).section == key


def test_comments_are_rendered_again_by_a_newer_renderer(any_site: Site, say: Say) -> None:
    slug, again = any_site.page(), any_site.service(CommentRerendering)
    numbers = [say(any_site.person("editor"), slug, f"Some **bold** {n}.").id for n in range(3)]
    with any_site.service(Database).write() as session:
        old = update(Comment).where(Comment.id != numbers[2])
        session.execute(old.values(html="<p>old</p>", renderer=RENDERER_VERSION - 1))
    again.ask()
    any_site.work()
    for number in numbers:
        assert "<strong>bold</strong>" in row(any_site, number).html
        assert row(any_site, number).renderer == RENDERER_VERSION


def test_all_of_a_spammer_goes_at_once_and_comes_back_as_it_was(any_site: Site, say: Say) -> None:
    slug, ana = any_site.page(), any_site.person("practitioner", "Ana")
    new, admin, threads = any_site.person("member", "New"), any_site.person("admin"), any_site.service(Threads)
    first, second = say(new, slug, "Buy.").id, say(new, slug, "Buy more.").id
    any_site.service(Order).show(any_site.person("trainer"), slug, first)
    kept = say(ana, slug, "Not theirs.").id
    sweeping = Sweeping()
    with any_site.service(Database).write() as session:
        assert sweeping.count(session, new.id or 0) == 2
        swept = list(sweeping.hide(session, any_site.clock(), admin, new.id or 0, 100))
    assert swept == [first, second]
    assert [one.head.id for one in threads.page(ANONYMOUS, slug).threads] == [kept]
    with any_site.service(Database).write() as session:
        sweeping.show(session, any_site.clock(), admin, [*swept, kept])
    assert [row(any_site, number).state for number in (first, second, kept)] == ["shown", "held", "shown"]
