"""All that an account did is undone in one deed, and can be put back; what others wrote is never touched."""

import pytest
from flask.testing import FlaskClient
from front_door import Site, token
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from auth.audit import AuditLog, Sought
from auth.desk import Desk
from auth.errors import Forbidden, Invalid
from auth.model import Role
from storage.database import Database
from wiki.admin import undoing as machinery
from wiki.admin.model import Undoing
from wiki.admin.undoing import Undoings
from wiki.errors import NotFound
from wiki.pages.model import WITHHELD, Page, Revision, Signature
from wiki.pages.recording import Change
from wiki.pages.service import Pages
from wiki.reviews.service import Reviews

PAGE = {"title": "Honest page", "summary": "One.", "body": "Honest words."}


def send(client: FlaskClient, path: str, **form: str) -> TestResponse:
    return client.post(path, data={"csrf_token": token(client, "/theme"), **form})


def spam(site: Site, role: str = "practitioner") -> dict[str, str]:
    """A spammer who made a page, edited one last, edited one that somebody mended since, and proposed a change."""
    pages, who = site.service(Pages), site.person(role, "Spammer")
    slugs = {name: site.page(f"Honest {name}", body="Honest words.") for name in ("last", "mended", "quiet")}
    slugs["own"] = pages.create(who, "page", {**PAGE, "title": "Casino"}).slug
    for name in ("last", "mended"):
        pages.save(who, slugs[name], 1, {**PAGE, "title": f"Honest {name}", "body": "Casino."})
    pages.save(who, slugs["last"], 2, {**PAGE, "title": "Honest last", "body": "Casino twice."})
    pages.save(site.person("editor"), slugs["mended"], 2, {**PAGE, "title": "Honest mended", "body": "Casino. Mended."})
    site.service(Desk).roster.grant(site.person("admin"), who.id or 0, Role.MEMBER)
    member = site.service(Desk).roster.get(site.person("admin"), who.id or 0).actor
    pages.save(member, slugs["quiet"], 1, {**PAGE, "title": "Honest quiet", "body": "Casino proposed."})
    slugs["new"] = pages.create(member, "page", {**PAGE, "title": "Casino, new"}).slug
    return slugs


def number(site: Site) -> int:
    return site.person("member", "Spammer").id or 0


def test_a_spammer_is_undone_and_put_back(any_site: Site) -> None:
    slugs = spam(any_site)
    admin, client = any_site.person("admin"), any_site.client("admin")
    path = f"/accounts/{number(any_site)}/undo"
    assert path in client.get(f"/accounts/{number(any_site)}").text
    would = any_site.service(Undoings).state(admin, number(any_site)).would
    assert (would.proposals, would.pages, would.edits, would.left) == (2, 2, 1, 1)
    assert send(client, path, do="undo").status_code == 302
    any_site.work()

    reader = any_site.client()
    assert reader.get(f"/wiki/{slugs['own']}").status_code == 404
    assert "Casino" not in reader.get(f"/wiki/{slugs['last']}").text
    assert "Casino. Mended." in reader.get(f"/wiki/{slugs['mended']}").text
    assert any_site.service(Reviews).waiting(admin) == []
    page = client.get(path).text
    assert "Honest mended" in page
    state = any_site.service(Undoings).state(admin, number(any_site))
    assert state.did == {"proposal": 2, "page": 2, "edit": 1}
    assert not state.account.active
    log = any_site.service(AuditLog)
    assert log.find(admin, Sought(action="account.undone")).total == 1

    assert send(client, path, do="back").status_code == 302
    any_site.work()
    assert reader.get(f"/wiki/{slugs['own']}").status_code == 200
    assert "Casino twice." in reader.get(f"/wiki/{slugs['last']}").text
    assert len(any_site.service(Reviews).waiting(admin)) == 2
    assert any_site.service(Desk).roster.get(admin, number(any_site)).active
    assert log.find(admin, Sought(action="account.put_back")).total == 1


def test_what_somebody_wrote_after_undoing_is_not_overwritten_by_putting_back(any_site: Site) -> None:
    slugs, admin = spam(any_site), any_site.person("admin")
    any_site.service(Undoings).undo(admin, number(any_site))
    any_site.work()
    any_site.service(Pages).save(
        any_site.person("editor"), slugs["last"], 4, {**PAGE, "title": "Honest last", "body": "Since."}
    )
    any_site.service(Undoings).put_back(admin, number(any_site))
    any_site.work()
    assert "Since." in any_site.client().get(f"/wiki/{slugs['last']}").text


def test_much_is_undone_in_portions_that_jobs_go_on_with(any_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machinery, "PORTION", 2)
    monkeypatch.setattr(machinery, "AT_ONCE", 1)
    pages, who, admin = any_site.service(Pages), any_site.person("practitioner", "Spammer"), any_site.person("admin")
    for one in range(7):
        pages.create(who, "page", {**PAGE, "title": f"Casino {one}"})
    undoings = any_site.service(Undoings)
    undoings.undo(admin, number(any_site))
    assert undoings.state(admin, number(any_site)).did == {"page": 2}
    with pytest.raises(Invalid):
        undoings.undo(admin, number(any_site))
    with pytest.raises(NotFound):
        undoings.put_back(admin, number(any_site))
    any_site.work()
    assert undoings.state(admin, number(any_site)).did == {"page": 7}
    any_site.clock.pass_by(120)
    any_site.work()  # what was asked for in case the first process ended does no harm
    with any_site.service(Database).read() as session:
        assert session.scalar(select(func.count()).select_from(Undoing).where(Undoing.finished.is_not(None))) == 1


def test_nobody_undoes_themselves_or_the_last_admin(any_site: Site) -> None:
    admin, undoings = any_site.person("admin"), any_site.service(Undoings)
    with pytest.raises(Invalid):
        undoings.undo(admin, admin.id or 0)
    answer = send(any_site.client("admin"), f"/accounts/{admin.id}/undo", do="undo")
    assert answer.status_code == 422
    assert "This is your own account" in answer.text
    for role in ("member", "trainer", "editor"):
        with pytest.raises(Forbidden):
            undoings.undo(any_site.person(role), admin.id or 0)


def test_an_account_that_is_not_there_is_404(site: Site) -> None:
    assert site.client("admin").get("/accounts/99999/undo").status_code == 404


def test_a_page_with_a_withheld_name_is_not_told_beside_the_account(site: Site) -> None:
    pages, who, admin = site.service(Pages), site.person("practitioner", "Spammer"), site.person("admin")
    slug = site.page("Zebra page")
    with site.service(Database).read() as session:
        page_id = session.scalar(select(Page.id).where(Page.slug == slug)) or 0
    words = {**PAGE, "title": "Zebra page", "body": "Withheld."}
    pages.publish_change(who, page_id, 1, Change(words, "", who.id, signature=Signature(WITHHELD)))
    pages.save(site.person("editor"), slug, 2, {**words, "body": "Withheld, mended."})
    state = site.service(Undoings).state(admin, number(site))
    assert (state.would.left, state.left) == (1, [])
    assert "Zebra" not in site.client("admin").get(f"/accounts/{number(site)}/undo").text


def test_a_name_withheld_today_is_not_shown_by_going_back(site: Site) -> None:
    """What the page withholds now stays withheld, whatever its older version said."""
    pages, editor, who = site.service(Pages), site.person("editor"), site.person("editor", "Spammer")
    area = next(iter(pages._library.vocabularies["areas"].terms))
    case = {"title": "A strike vote", "summary": "It worked.", "org_type": "worker_center", "org_name_shown": "named",
            "org_name": "Zqxlocal Nineteen", "org_description": "A center", "areas": [area], "what_we_did": "Text.",
            "what_failed": "Nothing.", "outcome": "worked"}  # fmt: skip
    slug = pages.create(editor, "case_study", case).slug
    pages.save(who, slug, 1, {**case, "org_name_shown": "described", "what_failed": "Casino."})
    site.service(Undoings).undo(site.person("admin"), who.id or 0)
    site.work()
    text = site.client().get(f"/wiki/{slug}").text
    assert "Casino" not in text
    assert "Zqxlocal" not in text
    with site.service(Database).read() as session:
        assert session.scalar(select(func.max(Revision.number))) == 3
