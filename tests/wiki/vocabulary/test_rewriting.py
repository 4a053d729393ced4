"""The pages behind a merge: all rewritten, nobody's edit lost, whatever happens in between."""

import threading

import pytest
from front_door import Clock, Site, cheap_passwords, token
from sqlalchemy import select
from vocabulary_case import case, case_values, number_of, values_of

from storage.database import Database
from storage.jobs import Job
from wiki.app import create_app
from wiki.errors import Invalid
from wiki.kinds.model import Library
from wiki.pages import recording
from wiki.pages.model import Page, PageTerm, Proposal, Revision
from wiki.pages.preparing import prepare
from wiki.pages.queries import history
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.reviews.service import Reviews
from wiki.settings import Settings
from wiki.vocabulary.changing import SECOND_LOOK
from wiki.vocabulary.model import TermChange, Words
from wiki.vocabulary.rewriting import BATCH
from wiki.vocabulary.service import Vocabularies

MANY = 300


def merge(site: Site, key: str = "email", into: str = "website") -> None:
    site.service(Vocabularies).merge(site.person("editor"), "areas", key, into)


def terms_of(site: Site, slug: str) -> set[str]:
    with site.service(Database).read() as session:
        page = session.scalar(select(Page.id).where(Page.slug == slug))
        return set(session.scalars(select(PageTerm.term).where(PageTerm.page_id == page, PageTerm.facet == "area")))


def change_of(site: Site) -> TermChange:
    with site.service(Database).read() as session:
        return session.scalars(select(TermChange).order_by(TermChange.id.desc())).first()  # type: ignore[return-value]


def many(site: Site, count: int) -> None:
    """So many cases with e-mail, written down in one go."""
    values = case_values(site, "Case", areas=["email", "website"])
    kind = site.service(Pages).kind("case_study")
    editor = site.person("editor")
    with site.service(Database).write() as session:
        for number in range(count):
            mine = {**values, "title": f"Case {number}"}
            page = recording.add_page(session, site.clock(), editor, kind.key, mine, f"case-{number}")
            recording.publish(session, site.clock(), editor, page, prepare(kind, mine), recording.Change(mine))
    site.work()


def test_a_page_gets_a_revision_with_the_word_that_stays(any_site: Site) -> None:
    slug = case(any_site, "One", areas=["email", "website", "social_media"], summary="As it was.")
    with any_site.service(Database).read() as session:
        updated = session.scalar(select(Page.updated).where(Page.slug == slug))
    merge(any_site)
    any_site.work()
    assert values_of(any_site, slug)["areas"] == ["website", "social_media"]
    assert values_of(any_site, slug, 1)["areas"] == ["email", "website", "social_media"]
    assert terms_of(any_site, slug) == {"website", "social_media"}
    with any_site.service(Database).read() as session:
        page = session.scalars(select(Page).where(Page.slug == slug)).one()
        newest = history(session, page)[0]
        assert page.updated == updated  # it is nobody's news
        assert newest.author_id == any_site.person("editor").id
        assert "is “" in newest.note
    assert "One" in any_site.client().get("/search?area=email").text
    assert any_site.work() == 0


def test_readers_see_history_in_the_words_of_its_time(site: Site) -> None:
    slug, label = case(site, "One", areas=["email"]), site.service(Library).vocabularies["areas"].terms["email"].label
    merge(site)
    site.work()
    client = site.client()
    assert label not in client.get(f"/wiki/{slug}").text.split("</main>")[0].split("<h1")[1]
    assert label in client.get(f"/wiki/{slug}/diff?from=1&to=2").text


def test_archived_pages_follow_and_stay_archived(site: Site) -> None:
    slug = case(site, "One", areas=["email"])
    site.service(Shelves).archive(site.person("editor"), slug)
    merge(site)
    site.work()
    assert values_of(site, slug)["areas"] == ["website"]
    assert site.client().get(f"/wiki/{slug}").status_code == 404
    assert site.client("editor").get(f"/wiki/{slug}").status_code == 200


def test_what_was_typed_with_the_old_word_still_saves(site: Site) -> None:
    slug, editor = case(site, "One", areas=["email"]), site.person("editor")
    old = values_of(site, slug)
    merge(site)
    site.service(Pages).save(editor, slug, 1, {**old, "summary": "Typed before."})  # before the page was rewritten
    site.work()
    site.service(Pages).save(editor, slug, 1, {**old, "situation": "Typed before, sent after."})
    assert values_of(site, slug)["areas"] == ["website"]
    assert values_of(site, slug)["summary"] == "Typed before."
    assert values_of(site, slug)["situation"] == "Typed before, sent after."
    site.service(Pages).restore(editor, slug, 1)
    assert values_of(site, slug)["areas"] == ["website"]


def test_a_proposal_with_the_old_word_is_accepted_with_the_new(site: Site) -> None:
    slug, member = case(site, "One", areas=["social_media"]), site.person("member")
    site.service(Pages).save(member, slug, 1, {**values_of(site, slug), "areas": ["social_media", "email"]})
    merge(site)
    site.work()
    with site.service(Database).read() as session:
        number = session.scalars(select(Proposal.id)).one()
    assert site.client("trainer").get(f"/review/{number}").status_code == 200
    site.service(Reviews).accept(site.person("trainer"), number)
    assert values_of(site, slug)["areas"] == ["social_media", "website"]


def test_a_draft_with_the_old_word_opens_with_the_new(site: Site) -> None:
    client = site.client("member")
    typed = {"title": "Draft", "areas": "email", "draft": "mine", "csrf_token": token(client, "/new/case_study")}
    assert client.post("/drafts/keep/case_study", data=typed).status_code == 200
    merge(site)
    form = client.get("/drafts").text
    number = form.split('href="/drafts/', 1)[1].split('"', 1)[0]
    page = client.get(f"/drafts/{number}", follow_redirects=True).text
    checked = page.split('name="areas" value="website"', 1)[1].split(">", 1)[0]
    assert "checked" in checked
    assert 'value="email"' not in page


def test_another_label_is_found_by_search(site: Site) -> None:
    slug = case(site, "One", areas=["email"])
    site.work()
    assert "/wiki/" + slug not in site.client().get("/search?q=quokkas").text
    site.service(Vocabularies).word(site.person("editor"), "areas", "email", Words("Quokkas"))
    site.work()
    assert "/wiki/" + slug in site.client().get("/search?q=quokkas").text
    assert number_of(site, slug) == 1  # its words are as they were


def test_a_crash_in_between_goes_on_where_it_was(site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    many(site, BATCH + 20)
    merge(site)
    real, left = recording.publish, [30]

    def failing(*given: object, **named: object) -> object:
        left[0] -= 1
        if left[0] == 0:
            raise RuntimeError("the power went")
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(recording, "publish", failing)
    site.work()
    assert change_of(site).finished is None
    assert "of 70 pages are done" in " ".join(site.client("editor").get("/vocabularies/areas").text.split())
    clock.pass_by(60)
    site.work()
    assert change_of(site).finished is not None
    assert {number_of(site, f"case-{number}") for number in range(BATCH + 20)} == {2}


def test_undone_in_between_it_stops(site: Site) -> None:
    many(site, 10)
    merge(site)
    site.service(Vocabularies).undo(site.person("editor"), change_of(site).id)
    site.work()
    assert {number_of(site, f"case-{number}") for number in range(10)} == {1}
    assert values_of(site, "case-3")["areas"] == ["email", "website"]


def test_a_second_look_finds_what_was_saved_behind_the_first(site: Site, clock: Clock) -> None:
    slug = case(site, "One", areas=["social_media"])
    merge(site)
    site.work()
    with site.service(Database).write() as session:  # as a process would that had not heard of it yet
        found = session.scalars(select(Revision)).one()
        found.values = {**found.values, "areas": ["email"]}
    clock.pass_by(int(SECOND_LOOK.total_seconds()) + 1)
    site.work()
    assert values_of(site, slug)["areas"] == ["website"]
    with site.service(Database).read() as session:
        assert session.scalars(select(Job)).all() == []


@pytest.mark.slow
def test_three_hundred_pages_follow_while_others_save(any_site: Site) -> None:
    many(any_site, MANY)
    editor = any_site.person("trainer")
    other = Site(create_app(any_site.service(Settings), any_site.clock, cheap_passwords()), any_site.clock)
    failed: list[Exception] = []
    saved: list[int] = []

    def write() -> None:
        try:
            for number in range(0, MANY, 10):
                old = values_of(other, f"case-{number}", 1)
                other.service(Pages).save(editor, f"case-{number}", 1, {**old, "summary": f"Mine {number}."})
                saved.append(number)
        except Exception as error:
            failed.append(error)

    writer = threading.Thread(target=write)
    merge(any_site)
    writer.start()
    any_site.work()
    writer.join()
    any_site.work()
    assert failed == []
    assert len(saved) == MANY // 10
    for number in range(MANY):
        now = values_of(any_site, f"case-{number}")
        assert now["areas"] == ["website"]
        assert now["summary"] == (f"Mine {number}." if number in saved else "What was done and what came of it.")
    assert change_of(any_site).finished is not None
    assert (change_of(any_site).done, change_of(any_site).total) == (MANY, MANY)


def test_two_editors_merging_the_same_word_are_one_after_the_other(any_site: Site) -> None:
    outcomes: list[str] = []

    def try_it(into: str) -> None:
        try:
            merge(any_site, "email", into)
            outcomes.append("merged")
        except Exception as error:
            outcomes.append(type(error).__name__)

    any_site.person("editor")
    threads = [threading.Thread(target=try_it, args=(into,)) for into in ("website", "social_media")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["NotFound", "merged"]
    with pytest.raises(Invalid):
        merge(any_site, any_site.service(Library).vocabularies["areas"].key_of("email"), "email")
