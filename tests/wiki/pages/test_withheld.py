"""A withheld name is nowhere for those who are not editors, and no save of theirs moves it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from front_door import Site, token
from werkzeug.test import TestResponse

from auth.model import SYSTEM
from wiki.errors import Invalid
from wiki.kinds.model import Library
from wiki.pages.service import EditConflict, Pages
from wiki.reviews.service import Reviews
from wiki.transfer.service import Transfer

NAME = "Zqxlocal Nineteen"
OTHERS = ("reader", "member", "practitioner", "trainer")


@pytest.fixture
def values(site: Site) -> dict[str, object]:
    return {
        "title": "Texting before a strike vote",
        "summary": "It worked.",
        "org_type": "worker_center",
        "org_name_shown": "described",
        "org_name": NAME,
        "org_description": "A small worker center",
        "areas": [next(iter(site.service(Library).vocabularies["areas"].terms))],
        "what_we_did": "We sent a text.",
        "what_failed": "Nothing.",
        "outcome": "worked",
    }


@pytest.fixture
def slug(site: Site, values: dict[str, object]) -> str:
    """A case that named the organization in version 1, withholds it in 2, and changed once more in 3."""
    pages, editor = site.service(Pages), site.person("editor")
    slug = pages.create(editor, "case_study", values | {"org_name_shown": "named"}).slug
    pages.save(editor, slug, 1, values, "They asked us not to name them")
    pages.save(editor, slug, 2, values | {"what_failed": "A little."})
    site.work()
    return slug


@pytest.fixture
def kept(site: Site, slug: str) -> Callable[[], object]:
    """The name that the page holds now, and whether it is withheld."""

    def ask() -> object:
        form = site.client("editor").get(f"/wiki/{slug}/edit").text
        shown = re.search(r'name="org_name_shown"[^>]*value="(\w+)"[^>]*checked', form)
        chosen = re.search(r'<option value="(\w+)"[^>]*selected[^>]*>', form) if shown is None else shown
        return NAME in form and NAME not in site.client().get(f"/wiki/{slug}").text and chosen is not None

    return ask


def send(client: FlaskClient, path: str, **form: object) -> TestResponse:
    return client.post(path, data={"csrf_token": token(client, "/theme"), "action": "save", "note": "Mended", **form})


def form_of(values: dict[str, object]) -> dict[str, object]:
    """The form as somebody sends it who does not see the name."""
    return {key: value for key, value in values.items() if key != "org_name"}


@pytest.mark.parametrize("role", OTHERS)
def test_the_name_is_nowhere(site: Site, slug: str, values: dict[str, object], role: str) -> None:
    client = site.client(role)
    page = f"/wiki/{slug}"
    paths = [page, f"{page}/history", f"{page}/source", f"{page}/edit", f"{page}/links", "/changes", "/case-studies"]
    paths += [f"{page}/history/{number}" for number in (1, 2, 3)]
    paths += [f"{page}/diff?from={old}&to={new}" for old, new in ((1, 2), (2, 3), (1, 3))]
    paths += ["/search?q=strike", "/search/suggest?q=Texting", "/people/editor", "/topics/org_type/worker_center"]
    assert [path for path in paths if "Zqxlocal" in client.get(path, follow_redirects=True).text] == []
    assert "Texting before" not in client.get("/search?q=Zqxlocal").text
    for action in ("write", "preview", "changes"):
        for base in ("1", "2", "3"):
            answer = send(client, f"{page}/edit", **form_of(values) | {"action": action, "base": base})
            assert "Zqxlocal" not in answer.text


def test_editors_see_the_name_they_keep(site: Site, slug: str) -> None:
    client = site.client("editor")
    assert NAME in client.get(f"/wiki/{slug}/edit").text
    assert NAME in client.get(f"/wiki/{slug}/history/1").text
    assert NAME not in client.get(f"/wiki/{slug}/source").text, "what may leave the site is the same for all"


def test_a_save_by_somebody_who_does_not_see_the_name_keeps_it(
    site: Site, slug: str, values: dict[str, object], kept: Callable[[], object]
) -> None:
    for base in ("1", "2", "3"):
        client = site.client("practitioner")
        send(client, f"/wiki/{slug}/edit", **form_of(values) | {"what_failed": f"Since {base}.", "base": base})
        assert kept(), base


@pytest.mark.parametrize("base", ["0", "1", "2", "3"])
def test_nobody_but_an_editor_makes_the_name_public(
    site: Site, slug: str, values: dict[str, object], kept: Callable[[], object], base: str
) -> None:
    client = site.client("practitioner")
    form = (values if base == "1" else form_of(values)) | {"org_name_shown": "named", "base": base}  # as 1 named it
    answer = send(client, f"/wiki/{slug}/edit", **form)
    assert base == "1" or "Zqxlocal" not in answer.text
    assert kept()


def test_a_name_written_before_it_was_withheld_cannot_be_shown_by_an_older_form(
    site: Site, values: dict[str, object]
) -> None:
    """The form was opened before anyone wrote the name, so it cannot have said that there is one."""
    pages, editor = site.service(Pages), site.person("editor")
    slug = pages.create(editor, "case_study", form_of(values)).slug
    pages.save(editor, slug, 1, values)
    client = site.client("practitioner")
    answer = send(client, f"/wiki/{slug}/edit", **form_of(values) | {"org_name_shown": "named", "base": "1"})
    assert answer.status_code == 422
    assert "Zqxlocal" not in answer.text + site.client().get(f"/wiki/{slug}").text


def test_another_name_does_not_replace_the_withheld_one_unseen(
    site: Site, slug: str, values: dict[str, object]
) -> None:
    """Version 1 named one organization, version 4 withholds another: neither side of that conflict is shown."""
    pages, editor = site.service(Pages), site.person("editor")
    pages.save(editor, slug, 3, values | {"org_name": "Zqxlocal Twenty"})
    client = site.client("practitioner")
    form = values | {"org_name": "My own words", "org_name_shown": "named", "base": "1"}
    answer = send(client, f"/wiki/{slug}/edit", **form)
    assert answer.status_code == 422
    assert "Zqxlocal" not in answer.text
    assert "My own words" in answer.text
    assert pages.save(editor, slug, 4, values | {"org_name": "Zqxlocal Twenty"}).number == 4


def test_a_conflict_elsewhere_does_not_show_it(site: Site, slug: str, values: dict[str, object]) -> None:
    client = site.client("practitioner")
    for base in ("1", "2"):
        answer = send(client, f"/wiki/{slug}/edit", **form_of(values) | {"what_failed": "Mine.", "base": base})
        if answer.status_code == 409:
            assert "Zqxlocal" not in answer.text
    answer = send(
        client,
        f"/wiki/{slug}/edit",
        **form_of(values) | {"what_failed": "Mine, again.", "base": "1", "org_name_shown": "named"},
    )
    assert "Zqxlocal" not in answer.text
    again = form_of(values) | {"what_failed": "Mine.", "base": "1", "keep_theirs": "org_name"}
    assert "Zqxlocal" not in send(client, f"/wiki/{slug}/edit", **again).text


def test_bringing_an_old_version_back_leaves_the_name_withheld(
    site: Site, slug: str, kept: Callable[[], object]
) -> None:
    answer = send(site.client("practitioner"), f"/wiki/{slug}/history/1/restore")
    assert answer.status_code == 302
    assert "Nothing." in site.client().get(f"/wiki/{slug}").text
    assert kept()


def test_an_editor_may_name_it_again(site: Site, slug: str) -> None:
    send(site.client("editor"), f"/wiki/{slug}/history/1/restore")
    assert NAME in site.client().get(f"/wiki/{slug}").text


@pytest.mark.parametrize("base", [1, 2, 3])
def test_review_does_not_show_it_to_trainers_and_accepting_keeps_it(
    site: Site, slug: str, values: dict[str, object], kept: Callable[[], object], base: int
) -> None:
    """A member's change made when the page still named them comes to review after the name was withheld."""
    pages, member = site.service(Pages), site.person("member")
    mine = values | {"org_name_shown": "named"} if base == 1 else form_of(values)
    pages.save(member, slug, base, mine | {"summary": "It worked well."})
    case = f"/review/{site.service(Reviews).waiting(site.person('trainer'))[0].id}"
    trainer = site.client("trainer")
    assert "Zqxlocal" not in trainer.get(case).text + trainer.get("/review").text
    answer = send(trainer, f"{case}/accept")
    assert answer.status_code == 302, answer.text
    assert "It worked well." in site.client().get(f"/wiki/{slug}").text
    assert kept()


def test_putting_a_conflict_together_in_review_keeps_it(
    site: Site, slug: str, values: dict[str, object], kept: Callable[[], object]
) -> None:
    pages, member, trainer = site.service(Pages), site.person("member"), site.client("trainer")
    pages.save(member, slug, 3, form_of(values) | {"what_failed": "What the member wrote."})
    pages.save(site.person("editor"), slug, 3, values | {"what_failed": "What the editor wrote."})
    case = f"/review/{site.service(Reviews).waiting(site.person('trainer'))[0].id}"
    answer = send(trainer, f"{case}/accept")
    assert answer.status_code == 409
    assert "Zqxlocal" not in answer.text
    mended = form_of(values) | {"what_failed": "What both wrote.", "base": "4"}
    assert send(trainer, f"{case}/accept", **mended).status_code == 302
    assert "What both wrote." in site.client().get(f"/wiki/{slug}").text
    assert kept()


def test_the_export_never_holds_it(site: Site, slug: str, tmp_path: Path) -> None:
    site.service(Transfer).export_folder(SYSTEM, tmp_path / "out")
    assert "Zqxlocal" not in (tmp_path / "out" / f"{slug}.md").read_text("utf-8")


def test_the_service_refuses_what_no_form_would_send(site: Site, slug: str, values: dict[str, object]) -> None:
    practitioner = site.person("practitioner")
    with pytest.raises((Invalid, EditConflict)):
        site.service(Pages).save(practitioner, slug, 3, form_of(values) | {"org_name_shown": "named"})


def test_a_conflict_over_the_name_shown_now_does_not_tell_the_one_withheld_before(
    site: Site, slug: str, values: dict[str, object]
) -> None:
    shown = values | {"org_name": "A local that wants to be named", "org_name_shown": "named"}
    site.service(Pages).save(site.person("editor"), slug, 3, shown)
    mine = form_of(values) | {"org_name": "My own words", "org_name_shown": "named", "base": "3"}
    answer = send(site.client("practitioner"), f"/wiki/{slug}/edit", **mine)
    assert answer.status_code == 409
    assert "My own words" in answer.text
    assert "wants to be named" in answer.text
    assert "Zqxlocal" not in answer.text
