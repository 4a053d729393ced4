"""What happens to a page between looking and writing: nothing comes back, is published twice, or is forgotten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from front_door import Site
from sqlalchemy import func, select

from auth.model import Actor
from storage.database import Database
from wiki.errors import NotFound
from wiki.pages import service as pages_service
from wiki.pages.drafts import Drafts, Writing
from wiki.pages.model import ARCHIVED, HELD, Page, Proposal, Revision
from wiki.pages.preparing import Prepared
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.reviews.service import Reviews

PAGE = {"title": "Texting before a vote", "summary": "One text.", "body": "First.\n\nSecond."}


def while_writing(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], object]) -> None:
    """Have somebody do this once, after a save has looked at its page and before it writes."""
    real = pages_service.prepare
    deeds = [deed]

    def prepare(*given: object) -> Prepared:
        ready = real(*given)
        if deeds:
            deeds.pop()()
        return ready

    monkeypatch.setattr(pages_service, "prepare", prepare)


def state(site: Site, slug: str) -> tuple[str, int]:
    with site.service(Database).read() as session:
        return session.execute(select(Page.state, Page.number).where(Page.slug == slug)).one()


def proposed(site: Site, slug: str, base: int = 1) -> int:
    """A member's change to the page, waiting for review."""
    site.service(Pages).save(site.person("member"), slug, base, PAGE | {"body": "A member's words."})
    return site.service(Reviews).waiting(site.person("editor"))[0].id


@pytest.mark.parametrize("role", ["practitioner", "editor"])
def test_a_save_does_not_bring_back_a_page_that_was_archived_meanwhile(
    any_site: Site, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    slug, writer, editor = any_site.page(**PAGE), any_site.person(role), any_site.person("admin")
    while_writing(monkeypatch, lambda: any_site.service(Shelves).archive(editor, slug))
    with pytest.raises(NotFound):
        any_site.service(Pages).save(writer, slug, 1, PAGE | {"body": "Late words."})
    assert state(any_site, slug) == (ARCHIVED, 1)


def test_a_save_does_not_go_into_a_page_that_was_hidden_meanwhile(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    slug, editor = site.page(**PAGE), site.person("editor")
    hide = lambda: site.service(Shelves).restrict(editor, slug, HELD, (site.clock() + timedelta(days=9)).date())  # noqa: E731
    while_writing(monkeypatch, hide)
    with pytest.raises(NotFound):
        site.service(Pages).save(site.person("practitioner"), slug, 1, PAGE | {"body": "Late words."})
    assert state(site, slug)[1] == 1


def test_a_change_to_an_archived_page_waits_until_the_page_is_back(site: Site) -> None:
    slug, editor = site.page(**PAGE), site.person("editor")
    number = proposed(site, slug)
    site.service(Shelves).archive(editor, slug)
    reviews = site.service(Reviews)
    assert not reviews.waiting(editor)
    with pytest.raises(NotFound):
        reviews.accept(editor, number)
    assert state(site, slug) == (ARCHIVED, 1)
    site.service(Shelves).unarchive(editor, slug)
    assert reviews.accept(editor, number).number == 2


def decided_first(site: Site, how: str, editor: Actor, number: int, slug: str) -> Callable[[], object]:
    ways: dict[str, Callable[[], object]] = {
        "accepted": lambda: site.service(Reviews).accept(editor, number),
        "returned": lambda: site.service(Reviews).send_back(editor, number, "Say where this is from."),
        "replaced": lambda: site.service(Pages).save(site.person("member"), slug, 1, PAGE | {"body": "Better words."}),
    }
    return ways[how]


@pytest.mark.parametrize("how", ["accepted", "returned", "replaced"])
def test_a_proposal_is_decided_once(any_site: Site, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """Two reviewers press at the same moment, or its writer sends a newer one: the second decision is refused."""
    slug, editor = any_site.page(**PAGE), any_site.person("editor")
    number = proposed(any_site, slug)
    while_writing(monkeypatch, decided_first(any_site, how, any_site.person("admin"), number, slug))
    with pytest.raises(NotFound):
        any_site.service(Reviews).accept(editor, number)
    with any_site.service(Database).read() as session:
        assert session.scalar(select(func.count(Revision.id))) == (2 if how == "accepted" else 1)
        assert session.get_one(Proposal, number).state == ("submitted" if how == "replaced" else how)


def test_a_page_held_longer_is_shown_on_the_later_day(site: Site) -> None:
    slug, editor, shelves = site.page(**PAGE), site.person("editor"), site.service(Shelves)
    today = site.clock().date()
    shelves.restrict(editor, slug, HELD, today + timedelta(days=2))
    shelves.restrict(editor, slug, HELD, today + timedelta(days=4))
    seen = []
    for _ in range(5):
        site.clock.pass_by(24 * 3600)
        site.work()
        seen.append(site.client().get(f"/wiki/{slug}").status_code)
    assert seen == [404, 404, 404, 200, 200]


def test_everybody_who_writes_a_page_of_one_title_gets_an_address(any_site: Site) -> None:
    """On PostgreSQL all of them begin at once; each page and each writer's one draft still comes into being."""
    writer, other = any_site.person("practitioner"), any_site.page("Another page")
    writing = Writing("page", {"title": ["As typed"]}, slug=other, base_number=1)

    def write(_number: int) -> str:
        any_site.service(Drafts).keep(writer, writing)
        return any_site.service(Pages).create(writer, "page", PAGE).slug

    with ThreadPoolExecutor(5) as writers:
        slugs = set(writers.map(write, range(10)))
    assert len(slugs) == 10
    assert len(any_site.service(Drafts).mine(writer)) == 1
