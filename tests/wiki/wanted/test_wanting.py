"""Wanted pages: made by editors, taken up by whoever writes, settled when they are written; a claim names nobody."""

import pytest
from front_door import Site, token
from sqlalchemy import select
from wanted_place import editor

from auth.audit import AuditEntry
from auth.errors import Forbidden
from auth.leaving import Leaving
from auth.model import ANONYMOUS
from storage.database import Database
from storage.generation import Generation
from wiki.errors import Invalid, NotFound
from wiki.pages.model import WITHHELD, Signature
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.wanted.model import Card, Wanted
from wiki.wanted.service.wanting import WantedPages

TITLE = "Strike funds"
DAY = 24 * 3600


def make(site: Site, title: str = TITLE, *words: str) -> int:
    return site.service(WantedPages).make(editor(site), title, "Who pays what, and how it is decided.", words)


def listed(site: Site, role: str = "reader", name: str = "") -> list[Card]:
    who = ANONYMOUS if role == "reader" else site.person(role, name)
    return list(site.service(WantedPages).cards(who))


def write(site: Site, title: str, by: str = "practitioner", name: str = "", signature: Signature | None = None) -> str:
    values = {"title": title, "summary": "A page.", "body": "Plain words."}
    slug = site.service(Pages).create(site.person(by, name), "page", values, "", signature).slug
    site.work()
    return slug


def test_it_is_taken_up_by_one_and_free_again_after_thirty_days(any_site: Site) -> None:
    pages, number = any_site.service(WantedPages), make(any_site)
    ana, ben = any_site.person("member", "Ana"), any_site.person("member", "Ben")
    with pytest.raises(Forbidden):
        pages.claim(ANONYMOUS, number)
    pages.claim(ana, number)
    pages.claim(ana, number)
    with pytest.raises(Invalid):
        pages.claim(ben, number)
    pages.let_go(ben, number)
    (mine,), (theirs,) = pages.cards(ana), pages.cards(ben)
    assert (mine.is_mine, theirs.is_mine) == (True, False)
    assert mine.until == theirs.until is not None
    pages.let_go(ana, number)
    assert pages.cards(ben)[0].until is None
    pages.claim(ana, number)
    any_site.clock.pass_by(31 * DAY)
    before = any_site.service(Generation).current()
    any_site.work()
    assert any_site.service(Generation).current() > before  # the list that all readers share says so
    with any_site.service(Database).read() as session:
        assert session.get_one(Wanted, number).claimed_by is None
    pages.claim(ben, number)


def test_a_claim_names_nobody_anywhere(site: Site) -> None:
    pages, number = site.service(WantedPages), make(site)
    pages.claim(site.person("practitioner", "Zxqana"), number)
    for role in ("reader", "member", "editor", "admin"):
        for path in ("/wanted", f"/wanted/{number}", "/admin/audit"):
            assert "Zxqana" not in site.client(role).get(path).text.partition("<main")[2]
    site.client("practitioner", "Zxqana").post("/sign-out")
    with site.service(Database).read() as session:
        deeds = session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("wanted."))).all()
    assert [(one.action, one.actor_id, one.actor_name) for one in deeds if one.action == "wanted.claimed"] == [
        ("wanted.claimed", None, "")
    ]
    slug = write(site, TITLE, name="Zxqana", signature=Signature(WITHHELD))
    for path in ("/wanted", f"/wiki/{slug}", f"/wiki/{slug}/history"):
        assert "Zxqana" not in site.client().get(path).text
    assert listed(site) == []


def test_an_editor_may_end_a_claim_and_says_so(site: Site) -> None:
    pages, number = site.service(WantedPages), make(site)
    pages.claim(site.person("member", "Ana"), number)
    pages.let_go(editor(site), number)
    assert listed(site)[0].until is None
    with site.service(Database).read() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (last.action, last.actor_name) == ("wanted.let_go", "Editor")


SETTLES = {
    TITLE: True, "The strike fund": True, "Hardship funds": True, "Funds for strikes": True,
    "Striking: one fund": False, "Set up a strike fund": False, "Strike": False,
}  # fmt: skip


def test_a_page_of_its_name_or_search_settles_it(site: Site) -> None:
    for title, settles in SETTLES.items():
        number = make(site, TITLE, "hardship fund")
        slug = write(site, title)
        assert (listed(site) == []) is settles, title
        newest = [(one.slug, one.title) for one in site.service(WantedPages).written(ANONYMOUS)][:1]
        assert (newest == [(slug, title)]) is settles
        if not settles:
            site.service(WantedPages).drop(editor(site), number)
        site.service(Shelves).archive(editor(site), slug)


def test_a_page_of_whoever_took_it_up_may_say_more(any_site: Site) -> None:
    number = make(any_site)
    any_site.service(WantedPages).claim(any_site.person("practitioner", "Ana"), number)
    write(any_site, "Set up a strike fund in a week", name="Ben")
    assert len(listed(any_site)) == 1
    write(any_site, "How we set up our strike fund", name="Ana", signature=Signature(WITHHELD))
    assert listed(any_site) == []


def test_a_change_that_waits_for_review_settles_nothing_yet(site: Site) -> None:
    make(site)
    write(site, TITLE, by="member")
    assert len(listed(site)) == 1


def test_it_can_be_answered_by_hand_by_its_writer_or_an_editor(any_site: Site) -> None:
    pages, number, slug = any_site.service(WantedPages), make(any_site), write(any_site, "Money while you are out")
    ana, ben = any_site.person("member", "Ana"), any_site.person("member", "Ben")
    pages.claim(ana, number)
    with pytest.raises(Forbidden):
        pages.settle(ben, number, slug)
    for nowhere in ("", "never-was", "/wiki/", "x" * 5000):
        with pytest.raises(Invalid):
            pages.settle(ana, number, nowhere)
    pages.settle(ana, number, f"https://example.org/wiki/{slug}/")
    assert listed(any_site) == []
    with pytest.raises(NotFound):
        pages.settle(editor(any_site), number, slug)


def test_a_page_for_members_is_still_wanted_by_everybody_else(any_site: Site) -> None:
    number = make(any_site)
    slug = any_site.page(TITLE)
    any_site.service(Shelves).restrict(editor(any_site), slug, "members", None)
    any_site.work()
    assert [len(listed(any_site, role)) for role in ("reader", "member")] == [1, 0]
    assert any_site.service(WantedPages).written(ANONYMOUS) == []
    any_site.service(Shelves).restrict(editor(any_site), slug, "public", None)
    any_site.clock.pass_by(DAY)
    any_site.work()
    assert listed(any_site) == []
    with any_site.service(Database).read() as session:
        assert session.get_one(Wanted, number).state == "written"


def test_two_can_be_made_one_and_one_taken_off(any_site: Site) -> None:
    pages = any_site.service(WantedPages)
    stays, gone = make(any_site, TITLE, "strike fund"), make(any_site, "Hardship money", "hardship fund")
    ana = any_site.person("member", "Ana")
    pages.claim(ana, gone)
    pages.merge(editor(any_site), gone, stays)
    (card,) = pages.cards(editor(any_site))
    assert (card.id, card.words) == (stays, ("strike fund", "hardship fund", "Hardship money"))
    assert pages.cards(ana)[0].is_mine
    with pytest.raises(NotFound):
        pages.merge(editor(any_site), stays, stays)
    pages.drop(editor(any_site), stays)
    assert listed(any_site) == []


def test_a_title_is_needed(site: Site) -> None:
    for title in ("", "  ", "x" * 201):
        with pytest.raises(Invalid):
            make(site, title)


def test_what_is_there_or_wanted_already_is_not_wanted_twice(site: Site) -> None:
    make(site)
    site.page("Phone trees")
    for title in ("strike funds!", "Phone trees"):
        with pytest.raises(Invalid):
            make(site, title)


def test_the_list_is_for_everybody_and_kept_pages_follow(site: Site) -> None:
    reader = site.client()
    assert "Nothing waits to be written now" in reader.get("/wanted").text
    number = make(site)
    page = reader.get("/wanted").text
    assert TITLE in page
    assert "nobody is writing it yet" in page
    assert "csrf_token" not in page
    ana = site.client("member", "Ana")
    kept = token(ana, "/wanted")
    assert ana.post(f"/wanted/{number}/claim", data={"csrf_token": kept}).status_code == 303
    assert "somebody is writing it" in reader.get("/wanted").text
    assert "taken up by you" in ana.get("/wanted").text
    wrong = ana.post(f"/wanted/{number}/written", data={"csrf_token": kept, "page": "zxq-nowhere"})
    assert wrong.status_code == 422
    assert 'value="zxq-nowhere"' in wrong.text
    ben = site.client("member", "Ben")
    late = ben.post(f"/wanted/{number}/claim", data={"csrf_token": token(ben, "/wanted")})
    assert late.status_code == 422
    assert "Somebody else took this up" in late.text


def test_a_red_link_stands_below_and_once(site: Site) -> None:
    site.page("Hub", body="See [[Strike funds]] and [[Picket songs]].")
    make(site)
    page = site.client("editor").get("/wanted").text.partition("<main")[2]
    assert page.index("Strike funds") < page.index("Picket songs")
    assert page.count('<a class="title missing"') == 1
    assert "/wanted/new?title=Picket+songs" in page


def test_who_leaves_lets_go(site: Site) -> None:
    number = make(site)
    ana = site.person("member", "Ana")
    site.service(WantedPages).claim(ana, number)
    leaving = site.app.extensions["auth"].desk.leaving
    assert isinstance(leaving, Leaving)
    leaving.leave(ana, "seven brown stewards", "192.0.2.1", keep_name=False)
    assert listed(site)[0].until is None
