"""Who looks after which page: the pool, taking over, being named, letting go, and owners who leave."""

import pytest
from freshness_pages import how_to
from front_door import Site

from auth.desk import Desk
from auth.errors import Forbidden
from auth.model import ANONYMOUS, SYSTEM
from wiki.errors import Invalid, NotFound
from wiki.freshness.care import Care
from wiki.freshness.service import Freshness
from wiki.freshness.tasks import Tasks
from wiki.pages.shelves import Shelves


def listed(site: Site, show: str, role: str = "practitioner", name: str = "") -> list[str]:
    return [page.slug for page in site.service(Tasks).listed(site.person(role, name), show).pages]


def test_a_page_is_in_the_pool_as_soon_as_its_owner_leaves(any_site: Site) -> None:
    slug = how_to(any_site, by="practitioner")
    owner = any_site.person("practitioner")
    assert listed(any_site, "pool", "editor") == []
    any_site.service(Desk).roster.deactivate(any_site.person("admin"), owner.id)
    assert listed(any_site, "pool", "editor") == [slug]
    assert not any_site.service(Freshness).standing(ANONYMOUS, slug).has_owner


def test_whoever_may_publish_takes_a_page_over_and_is_named_if_they_like(any_site: Site) -> None:
    slug, care = how_to(any_site), any_site.service(Care)
    ana, ben = any_site.person("practitioner", "Ana"), any_site.person("practitioner", "Ben")
    with pytest.raises(Invalid):
        care.take(ana, slug)
    care.let_go(any_site.person("editor"), slug)
    care.take(ana, slug)
    assert any_site.service(Freshness).standing(ANONYMOUS, slug).owner == ""
    care.show(ana, slug, shown=True)
    assert any_site.service(Freshness).standing(ANONYMOUS, slug).owner == "Ana"
    assert listed(any_site, "kept", name="Ana") == [slug]
    with pytest.raises(NotFound):
        care.show(ben, slug, shown=False)
    with pytest.raises(NotFound):
        care.let_go(ben, slug)
    care.let_go(ana, slug)
    assert listed(any_site, "pool") == [slug]


def test_agreeing_to_be_named_ends_with_looking_after_it(site: Site) -> None:
    slug, care = how_to(site), site.service(Care)
    editor, ana = site.person("editor"), site.person("practitioner", "Ana")
    care.show(editor, slug, shown=True)
    care.let_go(editor, slug)
    care.take(ana, slug)
    care.let_go(ana, slug)
    care.take(editor, slug)
    assert site.service(Freshness).standing(ANONYMOUS, slug).owner == ""


def test_an_owner_who_left_is_named_no_more(site: Site) -> None:
    slug, ana = how_to(site, by="practitioner"), site.person("practitioner")
    site.service(Care).show(ana, slug, shown=True)
    site.service(Desk).roster.deactivate(SYSTEM, ana.id)
    page = site.service(Freshness).standing(ANONYMOUS, slug)
    assert (page.owner, page.handle) == ("", "")


def test_members_own_what_they_wrote_and_take_nothing_over(site: Site) -> None:
    slug = how_to(site)
    site.service(Care).let_go(site.person("editor"), slug)
    with pytest.raises(Forbidden):
        site.service(Care).take(site.person("member"), slug)


def test_archived_and_hidden_pages_are_nobody_elses_to_take(site: Site) -> None:
    slug, editor = how_to(site), site.person("editor")
    site.service(Care).let_go(editor, slug)
    site.service(Shelves).archive(editor, slug)
    with pytest.raises(NotFound):
        site.service(Care).take(editor, slug)
    assert listed(site, "pool", "editor") == []
