"""Saying, answering, changing and withdrawing: what is kept, who is told, and what is refused."""

from collections.abc import Callable

import pytest
from front_door import Site
from talk_place import row, told

from auth.audit import latest
from auth.errors import Forbidden
from auth.model import ANONYMOUS, Account, Role
from storage.database import Database
from storage.generation import Generation
from wiki.errors import Invalid, NotFound
from wiki.pages.model import PEN_NAME, WITHHELD
from wiki.pages.shelves import Shelves
from wiki.rules.service import Rules
from wiki.talk.model import Added, Talk, Words
from wiki.talk.service.comments import Comments
from wiki.talk.service.order import Order
from wiki.talk.service.threads import Threads

Say = Callable[..., Added]


def talk(site: Site, slug: str, role: str = "reader", name: str = "") -> Talk:
    who = site.person(role, name) if role != "reader" else ANONYMOUS
    return site.service(Threads).page(who, slug)


def test_a_comment_and_its_answers_make_one_thread(any_site: Site, say: Say) -> None:
    slug, ana, ben = any_site.page(), any_site.person("practitioner", "Ana"), any_site.person("practitioner", "Ben")
    told(any_site)
    first = say(ana, slug, "Has anybody tried this with **twenty** people?").id
    answer = say(ben, slug, "Yes, twice.", first).id
    again = say(ana, slug, "How long did it take?", answer).id
    (thread,) = talk(any_site, slug).threads
    assert [thread.head.id, *(one.id for one in thread.replies)] == [first, answer, again]
    assert "<strong>twenty</strong>" in thread.head.html
    assert (thread.head.by.name, thread.head.by.handle) == ("Ana", "ana")
    assert [one.answers_name for one in thread.replies] == ["", "Ben"]
    news = told(any_site)
    assert [(one["what"], one["comment"], one["by"], one["to"]) for one in news] == [
        ("comment.added", first, ana.id, []),
        ("comment.added", answer, ben.id, [ana.id]),
        ("comment.added", again, ana.id, [ben.id]),
    ]


def test_whoever_is_mentioned_and_sees_the_page_is_told_once(any_site: Site, say: Say) -> None:
    slug, ana = any_site.page(), any_site.person("practitioner", "Ana")
    ben, cara = any_site.person("member", "Ben"), any_site.person("trainer", "Cara")
    told(any_site)
    added = say(ana, slug, "@ben and @Ben, mail@cara.example, `@cara` and @nobody: look. @ana")
    assert added.nobody == ("nobody",)
    (head,) = (one.head for one in talk(any_site, slug).threads)
    assert head.html.count('href="/people/ben"') == 2
    assert 'href="/people/cara"' not in head.html
    assert "@nobody" in head.html
    assert [one["to"] for one in told(any_site) if one["what"] == "comment.mentioned"] == [[ben.id]]
    any_site.service(Comments).edit(ana, slug, added.id, Words("@ben and @cara: look."))
    assert [one["to"] for one in told(any_site)] == [[cara.id]]


def test_a_mention_tells_nothing_of_people_who_do_not_see_the_page(any_site: Site, say: Say) -> None:
    slug, editor = any_site.page(), any_site.person("editor")
    any_site.person("member", "Ben")
    any_site.service(Shelves).restrict(editor, slug, "held", any_site.clock.now.date().replace(year=2030))
    assert say(editor, slug, "@ben and @never-was").nobody == ("ben", "never-was")
    people = any_site.service(Threads).people
    assert [one.handle for one in people(editor, slug, "edi")] == ["editor"]
    assert list(people(editor, slug, "ben")) == list(people(editor, slug, "never")) == []
    with pytest.raises(NotFound):
        people(any_site.person("member", "Ben"), slug, "edi")


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 5001])
def test_nothing_and_too_much_are_refused(any_site: Site, say: Say, text: str) -> None:
    slug = any_site.page()
    with pytest.raises(Invalid) as refusal:
        say(any_site.person("editor"), slug, text)
    assert [one.field for one in refusal.value.problems] == ["text"]
    assert talk(any_site, slug).total == 0
    say(any_site.person("editor"), slug, "x" * 5000)


def test_a_reply_belongs_to_a_comment_of_the_same_page_that_is_there(any_site: Site, say: Say) -> None:
    here, there, ana = any_site.page("Here"), any_site.page("There"), any_site.person("practitioner", "Ana")
    other = say(ana, there, "Elsewhere.").id
    for number in (other, 999_999, 0, -1, 10**30):
        with pytest.raises(NotFound):
            say(ana, here, "An answer.", number)
    mine = say(ana, here, "Soon gone.").id
    any_site.service(Comments).withdraw(ana, here, mine)
    with pytest.raises(Invalid):
        say(ana, here, "An answer.", mine)
    with pytest.raises(NotFound):
        any_site.service(Comments).edit(ana, here, other, Words("Through another page."))


def test_somebody_elses_comment_is_neither_changed_nor_withdrawn(any_site: Site, say: Say) -> None:
    slug = any_site.page()
    number = say(any_site.person("practitioner", "Ana"), slug, "Mine.").id
    for role in ("practitioner", "editor", "admin"):
        with pytest.raises(Forbidden):
            any_site.service(Comments).edit(any_site.person(role, "Other"), slug, number, Words("Yours."))
        with pytest.raises(Forbidden):
            any_site.service(Comments).withdraw(any_site.person(role, "Other"), slug, number)
    assert row(any_site, number).text == "Mine."


def test_withdrawn_words_are_gone_and_a_stub_stays_only_over_answers(any_site: Site, say: Say) -> None:
    slug, ana, ben = any_site.page(), any_site.person("practitioner", "Ana"), any_site.person("practitioner", "Ben")
    alone, answered = (
        say(ana, slug, "Alone @ben.", signed=PEN_NAME, pen_name="Quill").id,
        say(ana, slug, "Answered.").id,
    )
    reply = say(ben, slug, "An answer.", answered).id
    for number in (alone, answered):
        any_site.service(Comments).withdraw(ana, slug, number)
    for role in ("reader", "editor"):
        (thread,) = talk(any_site, slug, role).threads
        assert (thread.head.id, thread.head.state, thread.head.html) == (answered, "withdrawn", "")
        assert thread.head.by.name == ""
        assert [one.id for one in thread.replies] == [reply]
    kept = row(any_site, alone)
    assert (kept.text, kept.html, kept.pen_name) == ("", "", "")
    any_site.service(Comments).withdraw(ben, slug, reply)
    assert talk(any_site, slug, "editor").threads == ()


def test_the_same_form_sent_twice_makes_one_comment(any_site: Site) -> None:
    slug, ana = any_site.page(), any_site.person("practitioner", "Ana")
    words = Words("Once.", key="the same form")
    add = any_site.service(Comments).add
    assert add(ana, slug, words).id == add(ana, slug, words).id
    assert add(any_site.person("editor"), slug, words).id != add(ana, slug, words).id  # another's form
    assert talk(any_site, slug).total == 2


def test_first_comments_wait_until_a_reviewer_shows_them(any_site: Site, say: Say) -> None:
    slug, new, trainer = any_site.page(), any_site.person("member", "New"), any_site.person("trainer")
    told(any_site)
    first, second = say(new, slug, "First, @trainer."), say(new, slug, "Second.")
    assert (first.waits, second.waits) == (True, True)
    assert told(any_site) == []
    assert talk(any_site, slug, "member", "Other").total == talk(any_site, slug).total == 0
    assert talk(any_site, slug, "member", "New").total == talk(any_site, slug, "trainer").total == 2
    with pytest.raises(NotFound):
        any_site.service(Threads).spot(any_site.person("member", "Other"), slug, first.id)
    with pytest.raises(NotFound):
        say(any_site.person("member", "Other"), slug, "An answer.", first.id)
    total, waiting = any_site.service(Threads).waiting(trainer)
    assert (total, [one.said.id for one in waiting]) == (2, [first.id, second.id])
    assert any_site.service(Order).show(trainer, slug, first.id)
    assert [(one["what"], one["to"]) for one in told(any_site)] == [
        ("comment.added", []),
        ("comment.mentioned", [trainer.id]),
    ]
    assert not any_site.service(Order).show(trainer, slug, first.id)
    assert told(any_site) == []
    assert talk(any_site, slug).total == 1
    assert not say(new, slug, "Third.").waits
    any_site.service(Rules).change(any_site.person("admin"), {"hold_first": 0})
    assert not say(any_site.person("member", "Newer"), slug, "At once.").waits


def test_a_name_that_is_withheld_or_a_pen_name_is_all_that_anybody_learns(any_site: Site, say: Say) -> None:
    slug, ana, ben = any_site.page(), any_site.person("practitioner", "Ana"), any_site.person("practitioner", "Ben")
    told(any_site)
    secret = say(ana, slug, "Secret.", signed=WITHHELD).id
    say(ben, slug, "An answer.", secret)
    say(ana, slug, "By Quill, to @ben.", signed=PEN_NAME, pen_name="Quill")
    any_site.service(Order).resolve(ana, slug, secret)
    for role in ("reader", "admin"):
        threads = {one.head.by.name: one for one in talk(any_site, slug, role).threads}
        assert set(threads) == {"", "Quill"}
        assert {one.head.by.handle for one in threads.values()} == {""}
        assert threads[""].resolved_by == ""
    assert [(one["what"], one["by"]) for one in told(any_site)] == [
        ("comment.added", None),
        ("comment.added", ben.id),
        ("comment.added", None),
        ("comment.mentioned", None),
        ("comment.resolved", None),
    ]
    log = latest(any_site.service(Database), any_site.person("admin"))
    assert [one.actor_name for one in log if one.subject == str(secret)] == ["", ""]


def test_a_pen_name_has_to_be_one(any_site: Site, say: Say) -> None:
    slug = any_site.page()
    any_site.person("member", "Ben Somebody")
    for pen_name in ("", "x" * 81, "\u202eAna", "ben somebody", "Editor"):
        with pytest.raises(Invalid) as refusal:
            say(any_site.person("editor"), slug, "Words.", signed=PEN_NAME, pen_name=pen_name)
        assert [one.field for one in refusal.value.problems] == ["signed_as"]


def test_a_new_name_leaves_old_mentions_plain(any_site: Site, say: Say) -> None:
    """A link from the old name to the new one would tell who somebody is."""
    slug, ben = any_site.page(), any_site.person("member", "Ben")
    say(any_site.person("editor"), slug, "Ask @ben.")
    with any_site.service(Database).write() as session:
        session.get_one(Account, ben.id).handle = "quill"
    (thread,) = talk(any_site, slug).threads
    assert "/people/" not in thread.head.html


def test_every_change_that_readers_see_moves_the_generation(any_site: Site, say: Say) -> None:
    slug, ana, editor = any_site.page(), any_site.person("practitioner", "Ana"), any_site.person("editor")
    order, comments, generation = any_site.service(Order), any_site.service(Comments), any_site.service(Generation)
    number = say(ana, slug, "One.").id
    for change in (
        lambda: say(ana, slug, "Two."),
        lambda: comments.edit(ana, slug, number, Words("Other words.")),
        lambda: order.resolve(ana, slug, number),
        lambda: order.reopen(ana, slug, number),
        lambda: order.hide(editor, slug, number, "Why not."),
        lambda: order.show(editor, slug, number),
        lambda: comments.withdraw(ana, slug, number),
    ):
        before = generation.current()
        change()
        assert generation.current() > before


def test_readers_without_an_account_write_nothing(any_site: Site, say: Say) -> None:
    slug = any_site.page()
    with pytest.raises(Forbidden) as refusal:
        say(ANONYMOUS, slug, "Words.")
    assert refusal.value.lowest is Role.MEMBER
