"""Who is told of what: who watches and who is meant, once, never of their own deeds and never of what is hidden."""

from datetime import date

import pytest
from sqlalchemy import select, text
from watching_place import Place

from auth.desk import Desk
from auth.model import SYSTEM, Role
from storage.database import Database
from storage.jobs import enqueue
from wiki.errors import Invalid, NotFound
from wiki.pages import news
from wiki.pages.model import Page, Proposal
from wiki.pages.news import What
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.reviews.service import Reviews
from wiki.vocabulary.service import Vocabularies
from wiki.watching import words
from wiki.watching.inbox import Inbox
from wiki.watching.model import Watch
from wiki.watching.service import Watching
from wiki.watching.telling import Telling


def test_whoever_watches_a_page_is_told_once_when_it_changes(place: Place) -> None:
    site, ana = place.site, place.site.person("member", "Ana")
    slug = site.page()
    place.watch(ana, "page", slug)
    place.watch(ana, "kind", "page")
    place.change(slug, site.person("editor"))
    found = place.told(ana)
    assert [(line.what, line.slug, line.who, line.number) for line in found] == [("page.published", slug, "Editor", 2)]
    assert not found[0].is_read


def test_nobody_is_told_of_their_own_deeds_and_writers_watch_what_they_write(place: Place) -> None:
    site = place.site
    slug = site.page()
    site.work()
    place.change(slug, site.person("practitioner"))
    assert place.whats(site.person("practitioner")) == []
    assert place.whats(site.person("editor")) == ["page.published"]


def test_whoever_said_no_does_not_watch_what_they_write(place: Place) -> None:
    site, editor = place.site, place.site.person("editor")
    place.choose(editor, watch_own=False)
    slug = site.page()
    site.work()
    place.choose(editor, watch_own=True)
    other = site.page("Another page")
    site.work()
    site.service(Watching).stop(editor, "page", other)
    place.change(other, editor, title="Another page")
    site.work()
    place.change(slug, site.person("trainer"))
    place.change(other, site.person("trainer"), 2, title="Another page")
    assert place.whats(editor) == []


def test_doing_the_job_twice_tells_nobody_twice(place: Place) -> None:
    site, ana = place.site, place.site.person("member", "Ana")
    slug = site.page()
    site.work()
    place.watch(ana, "page", slug)
    with site.service(Database).read() as session:
        page = session.scalar(select(Page.id).where(Page.slug == slug))
    payload = {"what": "page.published", "page": page, "by": None, "to": [], "at": site.clock.now.isoformat(),
               "number": 1}  # fmt: skip
    telling = site.service(Telling)
    telling.tell([payload])
    telling.tell([payload, dict(payload)])
    assert len(place.told(ana)) == 1


def test_a_term_a_kind_and_a_search_are_watched(place: Place) -> None:
    site, editor = place.site, place.site.person("editor")
    people = {sort: site.person("member", sort.capitalize()) for sort in ("tag", "kind", "search", "other", "most")}
    site.work()
    place.watch(people["tag"], "tag", "org_type/worker_center")
    place.watch(people["kind"], "kind", "case_study")
    place.watch(people["search"], "search", "q=zebrafish&org_type=worker_center&page=3&nonsense=1")
    place.watch(people["other"], "search", "q=zebrafish&org_type=local_union")
    place.watch(people["most"], "search", "q=something counting zebrafish")
    values = {"title": "A case", "summary": "Short.", "org_type": "worker_center", "org_name_shown": "described",
              "org_description": "A center", "areas": ["email"], "what_we_did": "We counted zebrafish.",
              "what_failed": "No.", "outcome": "worked"}  # fmt: skip
    site.service(Pages).create(editor, "case_study", values)
    site.page("A plain page", body="Something about zebrafish.")
    site.page("All of it", body="Something about counting zebrafish.")
    site.page("Another page", body="Something about counting.")  # most of what the search below asks for
    told = {sort: [line.title for line in place.told(who)] for sort, who in people.items()}
    assert told == {"tag": ["A case"], "kind": ["A case"], "search": ["A case"], "other": [], "most": ["All of it"]}


def test_a_watched_term_and_its_feed_follow_a_merge(place: Place) -> None:
    site, ana = place.site, place.site.person("member", "Ana")
    place.watch(ana, "tag", "org_type/coalition")
    site.work()
    site.service(Vocabularies).merge(site.person("editor"), "org_type", "coalition", "worker_center")
    values = {"title": "A case", "summary": "Short.", "org_type": "worker_center", "org_name_shown": "described",
              "org_description": "A center", "areas": ["email"], "what_we_did": "Much.", "what_failed": "No.",
              "outcome": "worked"}  # fmt: skip
    site.service(Pages).create(site.person("editor"), "case_study", values)
    assert [line.title for line in place.told(ana)] == ["A case"]
    moved = site.client().get("/topics/org_type/coalition.atom")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/topics/org_type/worker_center.atom")
    assert "Coalition" in site.client("member", "Ana").get("/watching").text


def test_a_search_that_asks_for_nothing_and_things_that_are_not_there_cannot_be_watched(place: Place) -> None:
    ana = place.site.person("member", "Ana")
    for query in ("", "q=", "sort=newest", "x" * 5000):
        with pytest.raises(Invalid):
            place.watch(ana, "search", query)
    for sort, name in (("page", "never-was"), ("tag", "org_type/never"), ("tag", "x"), ("kind", "never"), ("?", "x")):
        with pytest.raises(NotFound):
            place.watch(ana, sort, name)


def test_a_watch_follows_its_page_to_another_address_and_not_into_hiding(place: Place) -> None:
    site, editor, ana = place.site, place.site.person("editor"), place.site.person("member", "Ana")
    slug = site.page()
    place.watch(ana, "page", slug)
    site.work()
    shelves = site.service(Shelves)
    slug = shelves.move(editor, slug, "elsewhere")
    place.change(slug, site.person("trainer"))
    assert [line.slug for line in place.told(ana)] == ["elsewhere"]
    shelves.restrict(editor, slug, "held", date(2027, 6, 1))
    assert place.told(ana) == []
    assert site.service(Inbox).unread(ana) == 0
    assert site.service(Watching).everything(ana)["page"] == []
    place.change(slug, site.person("editor"), 2)
    assert place.told(ana) == []
    shelves.restrict(editor, slug, "public")
    assert [line.number for line in place.told(ana)] == [2]  # what happened while it was hidden was told to nobody


def test_a_watch_follows_a_page_into_the_one_it_was_merged_with(place: Place) -> None:
    site, ana, bo = place.site, place.site.person("member", "Ana"), place.site.person("member", "Bo")
    gone, stays = site.page("Gone"), site.page("Stays")
    place.watch(ana, "page", gone)
    place.watch(bo, "page", gone)
    place.watch(bo, "page", stays)
    site.service(Watching).stop(bo, "page", stays)
    site.work()
    with site.service(Database).write() as session:
        ids = dict(session.execute(select(Page.slug, Page.id)).all())
        payload = {"what": "page.merged", "page": ids[stays], "by": None, "to": [], "gone": ids[gone]}
        enqueue(session, news.NEWS, {**payload, "at": site.clock().isoformat()}, due=site.clock())
    assert [(line.what, line.slug) for line in place.told(ana)] == [("page.merged", stays)]
    place.change(stays, site.person("editor"), title="Stays")
    assert place.whats(ana) == ["page.published", "page.merged"]
    assert place.whats(bo) == []  # they said no to the page that stays


def test_a_role_that_fell_and_an_account_that_is_closed_hear_no_more(place: Place) -> None:
    site, editor = place.site, place.site.person("editor")
    ted, eve = site.person("editor", "Ted"), site.person("member", "Eve")
    slug = site.page()
    for who in (ted, eve):
        place.watch(who, "page", slug)
    place.change(slug, editor)
    site.work()
    roster = site.service(Desk).roster
    roster.grant(SYSTEM, ted.id or 0, Role.MEMBER)
    roster.deactivate(SYSTEM, eve.id or 0)
    place.change(slug, editor, 2)
    assert len(place.told(eve)) == 1  # from before
    site.service(Shelves).archive(editor, slug)
    assert place.whats(ted) == ["page.published", "page.published"]  # as the editor they were
    assert place.whats(site.person("member", "Ted")) == []


def test_the_writer_of_a_proposal_follows_its_steps_and_reviewers_hear_of_it(place: Place) -> None:
    site, editor, trainer = place.site, place.site.person("editor"), place.site.person("trainer")
    mia, ana = site.person("member", "Mia"), site.person("member", "Ana")
    slug = site.page()
    for who in (trainer, ana):
        place.watch(who, "page", slug)
    site.work()
    place.change(slug, mia)
    assert place.whats(trainer)[0] == "proposal.submitted"
    assert "proposal.submitted" not in place.whats(ana)  # members do not review
    number = site.service(Reviews).waiting(editor)[0].id
    site.service(Reviews).send_back(editor, number, "Which year?")
    found = place.told(mia)
    assert [(line.what, line.meant) for line in found] == [("proposal.returned", True)]
    assert words.address(found[0]) == f"/contribution/{number}"
    assert site.client("member", "Mia").get(words.address(found[0])).status_code == 200
    assert words.address(place.told(trainer)[0]) == f"/review/{number}"
    place.change(slug, mia, body="In 2019.")
    assert place.whats(editor)[0] == "proposal.submitted"  # whoever returned it hears that it is back
    site.service(Reviews).accept(trainer, number)
    assert place.whats(mia)[0] == "proposal.accepted"
    assert "page.published" not in place.whats(mia)  # they are told once
    assert place.whats(ana)[0] == "page.published"


def test_a_withheld_name_is_not_told(place: Place) -> None:
    site, editor, ana = place.site, place.site.person("editor"), place.site.person("member", "Ana")
    quiet = site.person("member", "Zxqquiet")
    slug = site.page()
    place.watch(ana, "page", slug)
    place.change(slug, quiet, body="Said quietly.")
    with site.service(Database).write() as session:
        for proposal in session.scalars(select(Proposal)):
            proposal.signed = "withheld"
    site.service(Reviews).accept(editor, site.service(Reviews).waiting(editor)[0].id)
    site.work()
    page = site.client("member", "Ana").get("/inbox").text
    assert "Somebody published a new version" in page
    assert "Zxqquiet" not in page


def test_what_is_meant_for_somebody_reaches_them_without_watching(place: Place) -> None:
    site, ana = place.site, place.site.person("member", "Ana")
    bo = site.person("member", "Bo")
    slug = site.page()
    site.work()
    with site.service(Database).write() as session:
        page = session.scalar(select(Page.id).where(Page.slug == slug))
        tell = {"page": page, "by": bo.id, "comment": 5}
        news.tell(session, site.clock(), What.COMMENT_ADDED, **tell)
        news.tell(session, site.clock(), What.COMMENT_MENTIONED, to=[ana.id, bo.id, 999999], **tell)
    assert [(line.what, line.meant) for line in place.told(ana)] == [("comment.mentioned", True)]
    assert place.whats(bo) == []
    with site.service(Database).read() as session:
        assert session.scalar(select(Watch.on).where(Watch.account_id == bo.id)) is True  # commenting is watching


def test_whoever_is_mentioned_is_not_told_of_the_comment_as_well(place: Place) -> None:
    site, ana = place.site, place.site.person("member", "Ana")
    slug = site.page()
    place.watch(ana, "page", slug)
    site.work()
    with site.service(Database).write() as session:
        page = session.scalar(select(Page.id).where(Page.slug == slug))
        now = site.clock()
        news.tell(session, now, What.COMMENT_ADDED, page=page, comment=5)
        news.tell(session, now, What.COMMENT_MENTIONED, page=page, comment=5, to=[ana.id])
    assert place.whats(ana) == ["comment.mentioned"]


def test_a_writer_who_is_not_named_is_not_told_either_and_watches(place: Place) -> None:
    site, ana = place.site, place.site.person("member", "Ana")
    slug = site.page()
    site.work()
    with site.service(Database).write() as session:
        page = session.scalar(select(Page.id).where(Page.slug == slug))
        news.tell(session, site.clock(), What.COMMENT_ADDED, page=page, comment=5, but=ana.id)
        news.tell(session, site.clock(), What.COMMENT_ADDED, page=page, comment=6)
    assert [line.comment for line in place.told(ana)] == [6]


def test_news_of_another_version_or_of_a_page_that_is_gone_do_no_harm(place: Place) -> None:
    site = place.site
    telling, now = site.service(Telling), site.clock.now.isoformat()
    telling.tell(
        [
            {"what": "never.heard", "page": None, "by": None, "to": [], "at": now},
            {"what": "page.published", "page": 999, "by": None, "to": [1], "at": now, "number": 1},
            {"what": "role.proposed", "page": None, "by": None, "to": [site.person("editor").id], "at": now},
        ]
    )
    assert place.whats(site.person("editor")) == ["role.proposed"]


def test_what_is_kept_of_news_holds_no_words(place: Place) -> None:
    site, ana, quiet = place.site, place.site.person("member", "Ana"), place.site.person("editor", "Zxqname")
    place.choose(ana, watched="once")
    slug = site.page("Zxqtitle", summary="Zxqsummary", body="Zxqbody")
    place.watch(ana, "page", slug)
    site.work()
    place.change(slug, quiet, title="Zxqtitle", body="Zxqbody again")
    assert len(place.told(ana)) == 1
    assert len(place.letters(ana)) == 1
    with site.service(Database).read() as session:
        for table in ("watch", "notice", "letter", "wishes", "job"):
            rows = session.execute(text(f"SELECT * FROM {table}")).all()
            assert "zxq" not in str(rows).lower(), table


def test_every_happening_has_its_words() -> None:
    assert set(What) <= set(words.SAID)


def test_a_failure_among_many_watchers_costs_a_few_some_time_and_nobody_the_news(
    lite: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = lite.site
    slug = site.page()
    site.work()
    some = [site.person("member", f"Watcher {number}") for number in range(3)]
    for who in some:
        lite.watch(who, "page", slug)
    telling = site.service(Telling)
    real, failed = telling._tell_some, []

    def fails_once(session, one, about, people, due):
        if not failed and some[2].id in people:
            failed.append(True)
            raise RuntimeError("full")
        real(session, one, about, people, due)

    monkeypatch.setattr("wiki.watching.telling.AT_A_TIME", 2)
    monkeypatch.setattr(telling, "_tell_some", fails_once)
    lite.change(slug, site.person("editor"))
    site.work()
    assert [len(site.service(Inbox).part(who, 1).lines) for who in some] == [1, 1, 0]
    site.clock.pass_by(60)
    assert [len(lite.told(who)) for who in some] == [1, 1, 1]
