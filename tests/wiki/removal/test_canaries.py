"""What was removed for good is in no byte that this site keeps, on either database."""

from collections.abc import Callable

import pytest
from bytes_left import places
from front_door import Site
from sqlalchemy import select

from auth.audit import AuditEntry
from auth.desk import Desk
from storage.database import Database
from wiki.errors import Invalid, NotFound
from wiki.pages.drafts import Drafts, Writing
from wiki.pages.model import PEN_NAME, Proposal, ProposalRound, Remark, Signature
from wiki.pages.reading import Readings
from wiki.pages.service import Pages
from wiki.removal.service import Removals
from wiki.reviews.service import Reviews
from wiki.talk.model import Words
from wiki.talk.service.comments import Comments

CANARY = "zqcanaryxv"
EVERYWHERE = {"database", "index", "cache"}


def values(**other: object) -> dict[str, object]:
    return {"title": "Texting members", "summary": "A page.", "body": "Plain words.", **other}


@pytest.fixture
def settle(any_site: Site) -> Callable[[], None]:
    """Do the jobs, let readers without an account look, and do the jobs that come later."""

    def do(path: str = "") -> None:
        any_site.work()
        if path:
            assert any_site.client().get(path).status_code == 200
            assert any_site.client("editor").get(path).status_code == 200
        any_site.clock.pass_by(180)
        any_site.work()

    return do


def full_of_it(site: Site, slug: str, base: int) -> None:
    """Changes sent, rounds, remarks, drafts and parked words, each with the canary."""
    pages, drafts = site.service(Pages), site.service(Drafts)
    member = site.person("member")
    for word in ("one", "two"):
        pages.save(member, slug, base, values(body=f"{CANARY} {word}"), f"{CANARY} why")
    with site.service(Database).write() as session:
        proposal = session.scalar(select(Proposal).where(Proposal.note != ""))
        assert proposal is not None
        assert session.scalars(select(ProposalRound)).all()
        session.add(Remark(proposal_id=proposal.id, text=f"Why {CANARY}?", created=site.clock()))
    form = {"title": [CANARY], "body": [f"typed {CANARY}"]}
    drafts.keep(member, Writing("page", form, slug, base))
    drafts.park(Writing("page", form, slug, base))


def test_of_a_page_nothing_is_left(any_site: Site, settle: Callable[..., None]) -> None:
    admin, pages = any_site.person("admin"), any_site.service(Pages)
    editor = any_site.person("editor")
    slug = pages.create(editor, "page", values(title=f"On {CANARY}", summary=f"{CANARY}.", body=f"{CANARY} body")).slug
    pages.save(editor, slug, 1, values(title=f"More on {CANARY}", body=f"{CANARY} again"), f"{CANARY} note")
    full_of_it(any_site, slug, 2)
    stays = any_site.page("A page that stays")
    settle(f"/wiki/{slug}")
    assert places(any_site, CANARY) == EVERYWHERE
    removals = any_site.service(Removals)
    preview = removals.look_at_page(admin, slug)
    counts = {"revision": 2, "proposal": 1, "proposal_round": 2, "remark": 1, "draft": 2, "page_name": 2}
    assert counts.items() <= preview.counts.items()
    removals.remove_page(admin, slug, f" more ON  {CANARY}")
    settle()
    assert places(any_site, CANARY) == set()
    with pytest.raises(NotFound):
        any_site.service(Readings).stub(admin, slug)
    assert any_site.client("admin").get(f"/wiki/{slug}").status_code == 404
    assert any_site.client().get(f"/wiki/{stays}").status_code == 200
    with any_site.service(Database).read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "content.removed")).one()
    assert (entry.actor_id, entry.subject, entry.detail["revision"]) == (admin.id, "page", 2)
    log = removals.log(admin)
    assert (len(log.done), log.waiting, log.failing) == (1, False, False)


def test_of_an_old_version_only_its_place_is_left(any_site: Site, settle: Callable[..., None]) -> None:
    admin, editor, pages = any_site.person("admin"), any_site.person("editor"), any_site.service(Pages)
    slug = pages.create(editor, "page", values()).slug
    pages.save(editor, slug, 1, values(title=f"On {CANARY}", body=f"Body {CANARY}"), f"{CANARY} note")
    settle(f"/wiki/{slug}")
    full_of_it(any_site, slug, 2)
    pages.save(editor, slug, 2, values(body="Better words."), "Took it out")
    settle(f"/wiki/{slug}/history/2")
    removals = any_site.service(Removals)
    preview = removals.look_at_version(admin, slug, 2)
    assert preview.counts == {"revision": 1, "proposal": 1, "draft": 2}
    assert preview.also == []
    removals.remove_version(admin, slug, 2, "Texting members")
    settle(f"/wiki/{slug}")
    assert places(any_site, CANARY) == set()
    assert any_site.client("admin").get(f"/wiki/{slug}/history/2").status_code == 404
    assert any_site.client("admin").get(f"/wiki/{slug}/diff?from=2&to=3").status_code == 404
    assert any_site.client().get(f"/wiki/{slug}/diff").status_code == 200
    history = any_site.client().get(f"/wiki/{slug}/history").text
    assert "Version 2 was removed for good." in history
    with pytest.raises(NotFound):
        pages.restore(editor, slug, 2)
    with pytest.raises(NotFound):
        removals.look_at_version(admin, slug, 2)
    saved = pages.save(editor, slug, 3, values(body="Going on."))
    assert saved.number == 4


def test_of_the_current_version_the_one_before_comes_back_as_it_was_signed(
    any_site: Site, settle: Callable[..., None]
) -> None:
    admin, editor, pages = any_site.person("admin"), any_site.person("editor"), any_site.service(Pages)
    slug = pages.create(editor, "page", values(), signature=Signature(PEN_NAME, "Night Heron")).slug
    pages.save(editor, slug, 1, values(title=f"On {CANARY}", body=CANARY), signature=Signature())
    settle(f"/wiki/{slug}")
    assert places(any_site, CANARY) == EVERYWHERE
    any_site.service(Removals).remove_version(admin, slug, 2, f"On {CANARY}")
    settle(f"/wiki/{slug}")
    assert places(any_site, CANARY) == set()
    reading = any_site.service(Readings).page(editor, slug)
    assert (reading.revision.number, reading.values["body"], reading.author) == (3, "Plain words.", "Night Heron")
    assert any_site.client().get(f"/wiki/on-{CANARY}").status_code == 404


def test_what_a_version_brought_in_through_review_goes_with_it(any_site: Site, settle: Callable[..., None]) -> None:
    admin, member, pages = any_site.person("admin"), any_site.person("member"), any_site.service(Pages)
    slug, reviews = any_site.page(), any_site.service(Reviews)
    pages.save(member, slug, 1, values(body=f"Sent {CANARY}"))
    reviews.accept(any_site.person("editor"), reviews.waiting(any_site.person("editor"))[0].id)
    removals = any_site.service(Removals)
    preview = removals.look_at_version(admin, slug, 2)
    assert preview.counts["proposal"] == 1
    removals.remove_version(admin, slug, 2, preview.confirm)
    settle()
    assert places(any_site, CANARY) == set()


@pytest.mark.parametrize("typed", ["Zqcana Ryxv", "zqcana  RYXV"])
def test_a_name_is_taken_out_of_every_text(any_site: Site, settle: Callable[..., None], typed: str) -> None:
    admin, editor, pages = any_site.person("admin"), any_site.person("editor"), any_site.service(Pages)
    name = "Zqcana Ryxv"
    slug = pages.create(
        editor,
        "page",
        values(title=f"How {name} texts", summary=f"{name}!", body=f"Ask *Zqcana* **Ryxv** and [[{name}]]."),
    ).slug
    pages.save(editor, slug, 1, values(title=f"{name} texts", body=f"Only {name}.\n\nAnd Zqcana\nRyxv."), name)
    pages.save(editor, slug, 2, values(title=f"{name} texts", body="Nobody."), f"{name} left")
    pages.save(any_site.person("member"), slug, 3, values(body=f"{name} again"), f"as {name} said")
    any_site.service(Drafts).keep(editor, Writing("page", {"title": [name], "body": [name]}, key="k"))
    settle(f"/wiki/{slug}")
    assert places(any_site, "Ryxv") == EVERYWHERE
    removals = any_site.service(Removals)
    preview = removals.look_for_words(admin, typed)
    assert {"revision": 3, "proposal": 1, "proposal_round": 1, "draft": 1, "page": 1}.items() <= preview.counts.items()
    assert places(any_site, "Ryxv") == EVERYWHERE  # looking changes nothing
    removals.remove_words(admin, typed, name)
    settle()
    assert places(any_site, "Ryxv") == set()
    assert removals.look_for_words(admin, typed).total == 0
    found = any_site.client().get("/search?q=nobody").text
    assert "[name removed] texts" in found
    now = any_site.service(Readings).page(editor, "name-removed-texts")
    assert now.page.title == "[name removed] texts"
    old = any_site.service(Readings).page(editor, now.page.slug, 2)
    assert "[name removed]" in old.revision.html["body"]
    assert any_site.client().get(f"/wiki/{slug}").status_code == 404


def test_of_an_accounts_name_nothing_is_left(any_site: Site, settle: Callable[..., None]) -> None:
    admin, pages = any_site.person("admin"), any_site.service(Pages)
    ana = any_site.person("practitioner", "Zqana Ryxv")
    slug = pages.create(ana, "page", values(body="By me.")).slug
    pages.save(ana, slug, 1, values(body="By my pen."), signature=Signature(PEN_NAME, "Zqpen Ryxv"))
    any_site.page("Thanks", body="Thanks to Zqana Ryxv and @zqana-ryxv!")
    any_site.client("practitioner", "Zqana Ryxv").post("/account")
    settle(f"/wiki/{slug}")
    assert places(any_site, "Ryxv") == EVERYWHERE
    removals = any_site.service(Removals)
    account, preview = removals.look_at_account(admin, ana.id or 0)
    assert {"account": 1, "revision": 3}.items() <= preview.counts.items()  # two of their own, one mention
    any_site.service(Desk).roster.deactivate(admin, account.id)
    removals.remove_name(admin, account.id, "zqana ryxv", everywhere=True)
    settle()
    assert places(any_site, "Ryxv") == set()
    history = any_site.service(Readings).history(admin, slug)
    assert [one.author for one in history.versions] == ["", ""]
    assert any_site.client().get(f"/people/removed-{account.id}").status_code == 404


def test_of_a_comment_nothing_is_left_and_its_answers_keep_their_place(
    any_site: Site, settle: Callable[..., None]
) -> None:
    slug, comments, admin = any_site.page(), any_site.service(Comments), any_site.person("admin")
    trainer, member = any_site.person("trainer"), any_site.person("practitioner", "Answers")
    pen = Signature(PEN_NAME, f"{CANARY} Pen")
    first = comments.add(trainer, slug, Words(f"Ask @answers about {CANARY}", signature=pen, key="a")).id
    comments.add(member, slug, Words("We know.", key="b"), answers=first)
    alone = comments.add(trainer, slug, Words(f"{CANARY} again", signature=pen, key="c")).id
    site_note = f"From a comment (talk/{first}): “{CANARY}”"
    any_site.service(Pages).save(
        trainer, slug, 1, {"title": "Texting members before a vote", "summary": "A page.", "body": "New."}, site_note
    )
    settle(f"/wiki/{slug}/talk")
    assert "database" in places(any_site, CANARY)
    removals = any_site.service(Removals)
    assert removals.look_at_comment(admin, slug, first).counts == {"comment": 1, "revision": 1}
    with pytest.raises(Invalid):
        removals.remove_comment(admin, slug, first, "another title")
    for number in (first, alone):
        removals.remove_comment(admin, slug, number, "Texting members before a vote")
    removals.remove_words(admin, f"{CANARY} Pen", f"{CANARY} Pen")  # a pen name is remembered for the next comment
    settle()
    assert places(any_site, CANARY) == set()
    shown = any_site.client().get(f"/wiki/{slug}/talk").text
    assert "We know." in shown
    with pytest.raises(NotFound):
        removals.look_at_comment(admin, slug, alone)
