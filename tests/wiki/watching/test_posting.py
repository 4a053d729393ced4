"""Letters: at once, weekly or none, stopped with one click, sent once, and shown to admins when they cannot leave."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from front_door import Site
from post_office import PostOffice
from sqlalchemy import select, text
from watching_place import WEEK, Place

from auth.desk import Desk
from auth.mail import Mailer
from auth.model import SYSTEM, Role
from storage.database import Database
from storage.jobs import Runner
from wiki.pages.shelves import Shelves
from wiki.watching import policy
from wiki.watching.model import Letter, Wishes
from wiki.watching.posting import Posting
from wiki.watching.service import Watching
from wiki.watching.stopping import Stopping

HOSTILE = "Dues\r\nBcc: all@example.org \u202e<b>&\x00 ünï"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    made = PostOffice()
    yield made
    made.close()


@pytest.fixture
def posted(make_site: Callable[..., Site], office: PostOffice) -> Place:
    """A site whose letters leave."""
    return Place(make_site(mail_url=office.url, mail_from="wiki@example.org", base_url="https://wiki.example.org"))


def watched_page(place: Place, often: str, title: str = "Texting members before a vote") -> tuple[str, object]:
    ana = place.site.person("member", "Ana")
    place.choose(ana, watched=often)
    slug = place.site.page(title)
    place.watch(ana, "page", slug)
    place.site.work()
    return slug, ana


def test_a_letter_at_once_says_what_happened_and_how_to_stop(posted: Place, office: PostOffice) -> None:
    slug, _ana = watched_page(posted, "once")
    posted.change(slug, posted.site.person("editor"))
    posted.site.work()
    (letter,) = office.read()
    assert letter["To"] == "ana@example.org"
    assert letter["Subject"] == "Editor published a new version: Texting members before a vote"
    words = letter.get_content()
    assert f"https://wiki.example.org/wiki/{slug}/diff?to=2" in words
    stop = letter["List-Unsubscribe"].strip("<>")
    assert stop in words
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert {part.get_content_type() for part in letter.walk()} == {"text/plain"}


def test_one_click_stops_this_sort_of_letter_and_no_other(posted: Place, office: PostOffice) -> None:
    slug, ana = watched_page(posted, "once")
    posted.change(slug, posted.site.person("editor"))
    posted.site.work()
    path = urlsplit(office.read()[0]["List-Unsubscribe"].strip("<>")).path
    program = posted.site.app.test_client()  # no session, no token
    assert "Stop these letters" in program.get(path).text
    assert posted.site.service(Watching).wishes(ana).watched == "once"  # looking changes nothing
    for _ in range(2):
        answer = program.post(path, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
    wishes = posted.site.service(Watching).wishes(ana)
    assert (wishes.watched, wishes.meant) == ("never", "once")
    posted.change(slug, posted.site.person("editor"), 2)
    assert len(posted.told(ana)) == 2  # the inbox goes on
    assert len(office.letters) == 1


@pytest.mark.parametrize("change", [lambda key: key[:-1], lambda key: "m" + key[1:], lambda key: "w99" + key[2:],
                                    lambda _: "w1-", lambda _: "ü", lambda key: key.split("-")[0]])  # fmt: skip
def test_a_forged_key_is_as_absent_as_any(lite: Place, change: Callable[[str], str]) -> None:
    lite.site.person("member", "Ana")
    key = change(lite.site.service(Stopping).key(1, "watched"))
    client = lite.site.app.test_client()
    assert [client.get(f"/unsubscribe/{key}").status_code, client.post(f"/unsubscribe/{key}").status_code] == [404, 404]
    assert lite.site.app.test_client().post(f"/unsubscribe/{lite.site.service(Stopping).key(99999, 'weekly')}"
                                            ).status_code == 404  # fmt: skip


def test_hostile_titles_stay_titles(posted: Place, office: PostOffice) -> None:
    slug, _ana = watched_page(posted, "once")
    with posted.site.service(Database).write() as session:
        session.execute(text("UPDATE page SET title = :title"), {"title": HOSTILE})
        session.execute(text("UPDATE account SET name = :name WHERE name = 'Editor'"), {"name": "Ed\r\nX-Evil: 1"})
    with posted.site.service(Database).read() as session:
        assert session.scalar(text("SELECT title FROM page")) == HOSTILE
    posted.change(slug, posted.site.person("editor", "Eddy"), title="Dues %(who)s %s {0} <b>")
    posted.site.work()
    (letter,) = office.read()
    assert letter["Subject"] == "Eddy published a new version: Dues %(who)s %s {0} <b>"
    assert not {"Bcc", "X-Evil"} & set(letter.keys())


def test_one_letter_a_week_and_none_when_there_is_nothing(place: Place) -> None:
    site = place.site
    slug, ana = watched_page(place, "weekly")
    place.change(slug, site.person("editor"))
    place.change(slug, site.person("editor"), 2)
    site.work()
    assert place.letters(ana) == []
    site.clock.now = datetime(2026, 11, 30, 8, 1, tzinfo=UTC)
    site.work()
    assert [(letter.sort, letter.week) for letter in place.letters(ana)] == [("weekly", "2026-W49")]
    site.clock.pass_by(3600)
    site.service(Posting).post([{"account": ana.id, "via": "weekly", "week": "2026-W49"}] * 2)
    site.clock.pass_by(WEEK)
    site.work()
    assert len(place.letters(ana)) == 1  # nothing happened, so nothing is sent
    place.change(slug, site.person("editor"), 3)
    site.work()
    site.clock.pass_by(WEEK)
    site.work()
    assert len(place.letters(ana)) == 2


def test_a_second_letter_for_one_week_is_never_written(place: Place) -> None:
    site = place.site
    slug, ana = watched_page(place, "weekly")
    for base in (1, 2):
        place.change(slug, site.person("editor"), base)
        site.work()
        site.service(Posting).post([{"account": ana.id, "via": "weekly", "week": "2026-W49"}])
    assert len(place.letters(ana)) == 1


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 10, 24, 23, 59, tzinfo=UTC), datetime(2026, 10, 26, 7, tzinfo=UTC)),  # Europe's clocks change
        (datetime(2026, 10, 26, 6, 59, 59, tzinfo=UTC), datetime(2026, 10, 26, 7, tzinfo=UTC)),
        (datetime(2026, 10, 26, 7, tzinfo=UTC), datetime(2026, 11, 2, 7, tzinfo=UTC)),
        (datetime(2026, 11, 1, 6, tzinfo=UTC), datetime(2026, 11, 2, 7, tzinfo=UTC)),  # America's
        (datetime(2026, 12, 31, 12, tzinfo=UTC), datetime(2027, 1, 4, 7, tzinfo=UTC)),
    ],
)
def test_a_digest_is_due_on_monday_whatever_the_clocks_do(now: datetime, due: datetime) -> None:
    assert policy.next_digest(now) == due
    assert policy.week_of(due) != policy.week_of(due - timedelta(days=7))


def test_what_was_read_or_hidden_meanwhile_is_not_in_the_letter(posted: Place, office: PostOffice) -> None:
    site, editor = posted.site, posted.site.person("editor")
    slug, ana = watched_page(posted, "weekly")
    other = site.page("Zxqhidden")
    posted.watch(ana, "page", other)
    site.work()
    posted.change(slug, editor)
    posted.change(other, editor, title="Zxqhidden")
    site.work()
    site.service(Shelves).restrict(editor, other, "held", date(2027, 6, 1))
    site.clock.now = datetime(2026, 11, 30, 8, 1, tzinfo=UTC)
    site.work()
    (letter,) = office.read()
    assert letter["Subject"] == "Your week at Fieldbook: news of 1 page"
    assert "Zxqhidden" not in letter.as_string()


def test_a_letter_that_is_about_to_leave_is_read_once_more(posted: Place, office: PostOffice) -> None:
    site, editor = posted.site, posted.site.person("editor")
    slug, ana = watched_page(posted, "once")
    office.refused["ana"] = 451
    posted.change(slug, editor)
    site.work()
    office.refused.clear()
    site.service(Shelves).restrict(editor, slug, "held", date(2027, 6, 1))
    site.clock.pass_by(600)
    site.work()
    assert office.letters == []
    assert posted.letters(ana) == []
    assert site.service(Runner).backlog().parked == 0


def test_an_address_that_is_busy_is_tried_again_and_gets_one_letter(posted: Place, office: PostOffice) -> None:
    site = posted.site
    slug, ana = watched_page(posted, "once")
    office.refused["ana"] = 451
    posted.change(slug, site.person("editor"))
    site.work()
    assert [(letter.sent, letter.trouble) for letter in posted.letters(ana)] == [(None, "")]
    office.refused.clear()
    site.clock.pass_by(600)
    site.work()
    site.clock.pass_by(600)
    site.work()
    assert len(office.letters) == 1
    assert posted.letters(ana)[0].sent is not None


def test_an_address_that_refuses_three_letters_gets_no_more_until_its_owner_says_so(
    posted: Place, office: PostOffice
) -> None:
    site = posted.site
    slug, ana = watched_page(posted, "once")
    office.refused["ana"] = 550
    for base in range(1, 5):
        posted.change(slug, site.person("editor"), base)
        site.work()
    assert [letter.trouble for letter in posted.letters(ana)] == ["refused", "refused", "refused", "stopped"]
    assert len([word for word in office.said if word.startswith("rcpt")]) == 3
    assert "refuses our letters" in site.client("member", "Ana").get("/account").text
    assert "Ana" in site.client("admin").get("/outbox").text.split("Addresses that refuse letters")[1]
    office.refused.clear()
    posted.choose(ana, watched="once")
    posted.change(slug, site.person("editor"), 5)
    site.work()
    assert len(office.letters) == 1
    with site.service(Database).read() as session:
        assert session.get_one(Wishes, ana.id).refusals == 0


def test_a_mail_server_that_is_away_is_asked_once_a_minute_and_not_for_each_letter(
    posted: Place, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = posted.site
    slug, ana = watched_page(posted, "once")
    bo = site.person("member", "Bo")
    posted.choose(bo, watched="once")
    posted.watch(bo, "page", slug)
    asked: list[str] = []

    def away(_mailer: Mailer) -> None:
        asked.append("asked")
        raise ConnectionRefusedError

    monkeypatch.setattr(Mailer, "_connect", away)
    posted.change(slug, site.person("editor"))
    site.work()
    assert len(asked) == 1
    monkeypatch.undo()
    site.clock.pass_by(600)
    site.work()
    assert {letter["To"] for letter in office.read()} == {"ana@example.org", "bo@example.org"}
    assert all(letter.sent for who in (ana, bo) for letter in posted.letters(who))


def test_without_mail_admins_see_what_would_have_been_sent(lite: Place) -> None:
    site = lite.site
    slug, ana = watched_page(lite, "once")
    lite.change(slug, site.person("editor"))
    site.work()
    assert [letter.trouble for letter in lite.letters(ana)] == ["no_mail"]
    admin = site.client("admin")
    page = admin.get("/outbox").text
    assert "Mail is not set up." in page
    assert "Editor published a new version: Texting members before a vote" in page
    assert "/unsubscribe/w" not in page  # the key is its reader's
    assert site.client("editor").get("/outbox").status_code == 403


def test_letters_are_forgotten_after_thirty_days(place: Place) -> None:
    slug, ana = watched_page(place, "once")
    place.change(slug, place.site.person("editor"))
    place.site.work()
    place.site.clock.pass_by(31 * 24 * 3600 + 60)
    place.site.work()
    assert place.letters(ana) == []
    assert len(place.told(ana)) == 1
    place.site.work()
    assert place.letters(ana) == []  # nor is it written anew


def test_a_reset_letter_is_never_kept(posted: Place, office: PostOffice) -> None:
    posted.site.person("member", "Ana")
    posted.site.service(Desk).resets.request("ana@example.org", "127.0.0.1")
    posted.site.work()
    assert len(office.letters) == 1
    with posted.site.service(Database).read() as session:
        assert session.scalars(select(Letter)).all() == []


def test_closed_accounts_and_fallen_roles_get_no_letters(posted: Place, office: PostOffice) -> None:
    site, roster = posted.site, posted.site.service(Desk).roster
    slug, ana = watched_page(posted, "weekly")
    ted = site.person("editor", "Ted")
    posted.choose(ted, watched="weekly")
    posted.watch(ted, "page", slug)
    site.work()
    posted.change(slug, site.person("editor"))
    site.work()
    site.service(Shelves).restrict(site.person("editor"), slug, "held", date(2027, 6, 1))
    roster.deactivate(SYSTEM, ana.id or 0)  # type: ignore[attr-defined]
    roster.grant(SYSTEM, ted.id or 0, Role.MEMBER)
    site.clock.now = datetime(2026, 11, 30, 8, 1, tzinfo=UTC)
    site.work()
    assert office.letters == []
