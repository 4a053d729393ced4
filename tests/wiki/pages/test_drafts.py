"""Drafts: kept as typed, one a page and writer, for nobody else, and forgotten when they are saved or too old."""

from datetime import timedelta

import pytest
from front_door import Site

from auth.errors import Forbidden
from auth.model import ANONYMOUS
from storage.database import Database
from wiki.errors import NotFound
from wiki.pages.drafts import PARKED_FOR, Drafts, Writing
from wiki.pages.model import Draft

FORM = {"title": ["Texting"], "body": ["First line\r\n\r\n  and spaces  "], "areas": ["a", "b"]}


def test_a_draft_is_kept_as_typed(site: Site) -> None:
    member, drafts = site.person("member"), site.service(Drafts)
    kept = drafts.keep(member, Writing("page", FORM, key="k"))
    assert drafts.get(member, kept.id).form == FORM


def test_keeping_again_replaces_it(any_site: Site) -> None:
    slug = any_site.page()
    member, drafts = any_site.person("member"), any_site.service(Drafts)
    for writing in (Writing("page", FORM, key="k"), Writing("page", FORM, slug, 1)):
        first = drafts.keep(member, writing)
        assert drafts.keep(member, writing).id == first.id
    assert len(drafts.mine(member)) == 2


def test_each_writer_has_a_draft_of_their_own(site: Site) -> None:
    slug, drafts = site.page(), site.service(Drafts)
    one, two = site.person("member", "One"), site.person("member", "Two")
    kept = [drafts.keep(person, Writing("page", FORM, slug, 1)).id for person in (one, two)]
    assert kept[0] != kept[1]
    with pytest.raises(NotFound):
        drafts.get(two, kept[0])
    with pytest.raises(NotFound):
        drafts.discard(two, kept[0])
    assert drafts.get(one, kept[0]).id == kept[0]


def test_readers_keep_none(site: Site) -> None:
    with pytest.raises(Forbidden):
        site.service(Drafts).keep(ANONYMOUS, Writing("page", FORM))


def test_a_draft_of_a_page_one_does_not_see_is_refused(site: Site) -> None:
    with pytest.raises(NotFound):
        site.service(Drafts).keep(site.person("member"), Writing("page", FORM, "never-was", 1))


def test_a_parked_draft_comes_back_for_whoever_holds_its_token_and_looking_changes_nothing(any_site: Site) -> None:
    slug, drafts, one = any_site.page(), any_site.service(Drafts), any_site.person("member", "One")
    before = drafts.keep(one, Writing("page", FORM, slug, 1))
    token = drafts.park(Writing("page", FORM | {"body": ["Later"]}, slug, 1))
    for _ in range(2):
        held, where = drafts.parked(one, token)
        assert (held.form["body"], where) == (["Later"], slug)
    assert {draft.id for draft, _slug in drafts.mine(one)} == {before.id}
    with pytest.raises(NotFound):
        drafts.parked(one, "never-was")
    with pytest.raises(Forbidden):
        drafts.parked(ANONYMOUS, token)


def test_the_token_itself_is_not_kept(site: Site) -> None:
    token = site.service(Drafts).park(Writing("page", FORM))
    with site.service(Database).read() as session:
        assert token not in str([vars(draft) for draft in session.query(Draft)])


def test_what_nobody_asks_for_in_time_is_forgotten(site: Site) -> None:
    drafts, member = site.service(Drafts), site.person("member")
    mine = drafts.keep(member, Writing("page", FORM, key="k"))
    token = drafts.park(Writing("page", FORM))
    site.clock.now += PARKED_FOR + timedelta(minutes=1)
    site.work()
    with pytest.raises(NotFound):
        drafts.parked(member, token)
    assert drafts.get(member, mine.id).form == FORM


def test_a_save_forgets_the_draft_it_came_from_and_no_other(site: Site) -> None:
    drafts, editor, slug = site.service(Drafts), site.person("editor"), site.page()
    drafts.keep(editor, Writing("page", FORM, key="k1"))
    drafts.keep(editor, Writing("page", FORM, key="k2"))
    drafts.saved(editor, slug, "k1")
    assert [draft.key for draft, _slug in drafts.mine(editor)] == ["k2"]
