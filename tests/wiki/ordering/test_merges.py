"""Two pages become one: nothing is lost, every name leads on, and it can be undone."""

import re

import pytest
from flask.testing import FlaskClient
from front_door import Site, token
from werkzeug.test import TestResponse

from auth.errors import Forbidden
from wiki.errors import Invalid
from wiki.kinds.model import Library
from wiki.ordering.merging import Merges, together
from wiki.ordering.service import Locks
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.watching.service import Watching

ONE = {"title": "Texting before a vote", "summary": "One text.", "body": "First words."}
TWO = {"title": "Text messages and votes", "summary": "Texts.", "body": "Other words."}


def send(client: FlaskClient, path: str, **form: object) -> TestResponse:
    return client.post(path, data={"csrf_token": token(client, "/theme"), **form})


@pytest.fixture
def pair(any_site: Site) -> tuple[str, str]:
    """The address of the page that goes, and of the one that stays."""
    return any_site.page(**TWO), any_site.page(**ONE)


def test_two_pages_become_one_in_the_interface(any_site: Site, pair: tuple[str, str]) -> None:
    gone, stays = pair
    any_site.page("Linking", body=f"See [[{TWO['title']}]].")
    editor = any_site.client("editor")
    assert f'href="/wiki/{gone}/merge"' in editor.get(f"/wiki/{gone}").text
    answer = editor.get(f"/wiki/{gone}/merge?other={ONE['title']}&stays=other")
    assert answer.location == f"/wiki/{gone}/merge?into={stays}"
    assert editor.get(f"/wiki/{gone}/merge?other={stays}&stays=this").location == f"/wiki/{stays}/merge?into={gone}"
    form = editor.get(answer.location).text
    assert "Other words." in form
    assert "First words." in form
    base = re.search(r'name="base" value="([\d.]+)"', form)[1]
    mixed = {**ONE, "body": "First words.\n\nOther words."}
    done = send(editor, f"/wiki/{gone}/merge", into=stays, base=base, **mixed)
    assert done.location == f"/wiki/{stays}"

    reader = any_site.client()
    for role in ("reader", "member", "editor"):
        assert any_site.client(role).get(f"/wiki/{gone}").location == f"/wiki/{stays}"
    assert "Other words." in reader.get(f"/wiki/{stays}").text
    assert f'href="/wiki/{stays}"' in reader.get("/wiki/linking").text
    assert "Linking" in reader.get(f"/wiki/{stays}/links").text
    assert "Merged pages" not in reader.get(f"/wiki/{stays}").text
    page = editor.get(f"/wiki/{stays}").text
    history = re.search(r'href="(/wiki/[\w-]+-merged/history)"', page)[1]
    assert "1 version" in editor.get(history).text
    assert reader.get(history).status_code == 404

    back = send(editor, re.search(r'action="(/merges/\d+/undo)"', page)[1])
    assert back.location == f"/wiki/{gone}"
    assert "Other words." in reader.get(f"/wiki/{gone}").text
    assert "Other words." not in reader.get(f"/wiki/{stays}").text
    assert f'href="/wiki/{gone}"' in reader.get("/wiki/linking").text
    assert send(editor, re.search(r'action="(/merges/\d+/undo)"', page)[1]).status_code == 404


def test_who_watched_the_page_that_goes_watches_the_other(any_site: Site, pair: tuple[str, str]) -> None:
    gone, stays = pair
    watcher, watching = any_site.person("member"), any_site.service(Watching)
    watching.start(watcher, "page", gone)
    any_site.service(Merges).merge(any_site.person("editor"), gone, stays, "1.1", {**ONE, "body": "Both."})
    any_site.work()
    member = any_site.client("member")
    assert "Another page was merged into this one" in member.get("/inbox").text
    assert f'href="/wiki/{stays}"' in member.get("/watching").text


def test_undoing_leaves_what_was_written_since(any_site: Site, pair: tuple[str, str]) -> None:
    gone, stays = pair
    merges, editor = any_site.service(Merges), any_site.person("editor")
    merges.merge(editor, gone, stays, "1.1", {**ONE, "body": "Both."})
    any_site.service(Pages).save(editor, stays, 2, {**ONE, "body": "Both, and more."})
    number = merges.into(editor, stays)[0].id
    assert merges.undo(editor, number) == (gone, False)
    assert "Both, and more." in any_site.client().get(f"/wiki/{stays}").text


def test_pages_that_changed_meanwhile_are_looked_at_again(any_site: Site, pair: tuple[str, str]) -> None:
    gone, stays = pair
    any_site.service(Pages).save(any_site.person("trainer"), gone, 1, {**TWO, "body": "Changed."})
    answer = send(any_site.client("editor"), f"/wiki/{gone}/merge", into=stays, base="1.1", **ONE | {"body": "Typed."})
    assert answer.status_code == 422
    assert "changed meanwhile" in answer.text
    assert "Typed." in answer.text
    assert any_site.client().get(f"/wiki/{gone}").status_code == 200


def test_a_form_opened_before_the_merge_meets_a_conflict_and_loses_nothing(
    any_site: Site, pair: tuple[str, str]
) -> None:
    gone, stays = pair
    client = any_site.client("practitioner")
    of = re.search(r'name="of" value="(\d+)"', client.get(f"/wiki/{gone}/edit").text)[1]
    any_site.service(Merges).merge(any_site.person("editor"), gone, stays, "1.1", {**ONE, "body": "Both."})
    answer = send(client, f"/wiki/{gone}/edit", action="save", base="1", of=of, **TWO | {"body": "Typed for an hour."})
    assert answer.status_code == 409
    assert "Typed for an hour." in answer.text
    assert "Both." in any_site.client().get(f"/wiki/{stays}").text


def test_what_cannot_be_merged_says_why(any_site: Site, pair: tuple[str, str]) -> None:
    gone, stays = pair
    editor, shelves = any_site.person("editor"), any_site.service(Shelves)
    event = {"title": "A day", "starts": "2027-02-13", "ends": "2027-02-13"}
    other_kind = any_site.service(Pages).create(editor, "event", event).slug
    waiting = any_site.service(Pages).create(any_site.person("member"), "page", {**ONE, "title": "Waiting"}).slug
    for name, title in (("archived", "Archived"), ("locked", "Locked"), ("members", "Members")):
        any_site.page(title)
        assert name == title.lower()
    shelves.archive(editor, "archived")
    any_site.service(Locks).lock(editor, "locked", "Why")
    shelves.restrict(editor, "members", "members")
    client = any_site.client("editor")
    for other, words in (
        (gone, "the same page"), ("archived", "is archived"), (waiting, "waits for review"), ("locked", "is locked"),
        (other_kind, "different kinds"), ("members", "the same people"), ("never-was", "no page"),
        ("\x00", "Write the title"), (" ", "Write the title"),
    ):  # fmt: skip
        answer = client.get(f"/wiki/{gone}/merge", query_string={"other": other, "stays": "other"})
        assert (other, answer.status_code) == (other, 422)
        assert words in answer.text
        assert send(client, f"/wiki/{gone}/merge", into=other, base="1.1", **ONE).status_code == 422
    assert client.get("/wiki/archived/merge").status_code == 404
    with pytest.raises(Forbidden):
        any_site.service(Merges).pair(any_site.person("trainer"), gone, stays)
    with pytest.raises(Invalid):
        any_site.service(Merges).merge(editor, gone, stays, "1.1", {"title": ""})


def test_what_one_page_withholds_stays_withheld_in_the_draft(site: Site) -> None:
    kind = site.service(Library).kinds["case_study"]
    shown = {"title": "One", "org_name_shown": "named", "org_name": "Local 1"}
    withheld = {"title": "Two", "org_name_shown": "described", "org_name": "Local 2"}
    assert together(kind, shown, withheld)["org_name_shown"] == "described"
    assert together(kind, withheld, shown)["org_name_shown"] == "described"
    assert together(kind, withheld, shown)["title"] == "Two"
