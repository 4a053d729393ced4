"""Limits and refusals: each in plain words with its status, a way on, and every word that was typed."""

import re
from collections.abc import Callable

import pytest
from front_door import Site, token
from sqlalchemy import event, text
from werkzeug.test import TestResponse

from storage.database import Database
from wiki.web.headers import ALWAYS

TYPED = "Written for an hour, and not to be lost whatever the disk says."
PAGE = {"title": "Texting before a vote", "summary": "One text.", "body": TYPED, "base": "1", "action": "save"}


def save(site: Site, role: str, path: str, form: dict[str, str]) -> TestResponse:
    client = site.client(role)
    return client.post(path, data=form | {"csrf_token": token(client, "/theme")})


def is_ours(answer: TestResponse) -> bool:
    """A whole page of ours: its headers, a way home, and no word about the inside."""
    headers = all(answer.headers.get(name) == value for name, value in ALWAYS.items())
    return headers and 'href="/"' in answer.text and "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["/new/page", "/drafts/keep/page", "/account", "/sign-in", "/theme"])
def test_too_much_at_once_is_413_in_plain_words(site: Site, path: str) -> None:
    client = site.client("editor")
    headers = {"X-CSRFToken": token(client, "/theme")}
    for form in ({"body": "x" * (3 * 1024 * 1024)}, {"body": "x" * (1024 * 1024 + 10)}):
        answer = client.post(path, data=form, headers=headers)
        assert answer.status_code in (413, 200, 303, 422), path
        if answer.status_code == 413:
            assert "more than we take at once" in answer.text
            assert is_ours(answer)
    assert client.post(path, data={"body": "x" * (3 * 1024 * 1024)}, headers=headers).status_code == 413


def test_too_many_fields_are_refused(site: Site) -> None:
    client = site.client("editor")
    form = {f"field{number}": "x" for number in range(2500)} | {"csrf_token": token(client, "/theme")}
    answer = client.post("/new/page", data=form, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert is_ours(answer)


def test_a_text_longer_than_a_page_keeps_every_word(site: Site) -> None:
    answer = save(site, "editor", "/new/page", PAGE | {"body": TYPED + " word" * 60_000})
    assert answer.status_code == 422
    assert TYPED in answer.text


def test_too_many_tries_say_how_long_to_wait(site: Site) -> None:
    client = site.client()
    site.person("member")
    for _ in range(40):
        form = {"email": "member@example.org", "password": "wrong", "csrf_token": token(client)}
        answer = client.post("/sign-in", data=form)
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert re.search(r"Wait \d+ minute", answer.text)
    assert 'value="member@example.org"' in answer.text
    assert 'value="wrong"' not in answer.text


@pytest.mark.parametrize(
    ("role", "path", "words"),
    [
        ("reader", "/review", "trainer"),
        ("member", "/review", "trainer"),
        ("trainer", "/accounts", "editor"),
        ("editor", "/accounts/invitations", "admin"),
        ("trainer", "/wiki/a-page/move", "editor"),
    ],
)
def test_not_allowed_names_the_role_that_is(site: Site, role: str, path: str, words: str) -> None:
    site.page("A page")
    answer = site.client(role).get(path)
    assert answer.status_code == 403
    assert words in answer.text
    assert is_ours(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/wiki/texting-membres-befor-vote",
        "/texting-members-before-a-vote",
        "/wiki/texting-members-before-a-vote-2/edit",
    ],
)
def test_an_unknown_address_offers_the_nearest_titles(site: Site, path: str) -> None:
    slug = site.page("Texting members before a vote")
    answer = site.client().get(path)
    assert answer.status_code == 404
    assert is_ours(answer)
    if not path.endswith("edit"):
        assert f'href="/wiki/{slug}"' in answer.text


@pytest.mark.parametrize("number", ["0", "2", "99", "-1", str(10**18)])
def test_an_unknown_version_is_404(site: Site, number: str) -> None:
    slug = site.page()
    for path in (f"/wiki/{slug}/history/{number}", f"/wiki/{slug}/diff?from={number}&to=77"):
        answer = site.client().get(path)
        assert answer.status_code == 404
        assert is_ours(answer)


def make_impatient(site: Site) -> None:
    """Writers of this site give up at once; the product's own patience is five seconds."""
    engine = site.service(Database).engine
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=1"))


@pytest.mark.parametrize("path", ["/new/page", "/wiki/texting-before-a-vote/edit"])
def test_a_locked_database_is_503_with_every_word_and_the_next_try_works(site: Site, path: str) -> None:
    slug = site.page(**{name: PAGE[name] for name in ("title", "summary")})
    client = site.client("editor")
    form = PAGE | {"csrf_token": token(client, "/theme")} | ({} if "edit" in path else {"title": "Another"})
    make_impatient(site)
    other = Database(site.service(Database).engine.url.render_as_string())
    with other.write() as session:
        session.execute(text("UPDATE counter SET value = value"))
        answer = client.post(path, data=form)
        assert answer.status_code == 503
        assert TYPED in answer.text
        assert site.client().get(f"/wiki/{slug}").status_code == 200, "reading goes on"
    other.dispose()
    assert client.post(path, data=form).status_code == 302


def test_a_locked_database_is_503_for_other_forms_too(site: Site) -> None:
    slug = site.page()
    client = site.client("editor")
    mine = token(client, "/theme")
    make_impatient(site)
    other = Database(site.service(Database).engine.url.render_as_string())
    with other.write() as session:
        session.execute(text("UPDATE counter SET value = value"))
        for path in (f"/wiki/{slug}/archive", f"/wiki/{slug}/history/1/restore", "/drafts/keep/page", "/account"):
            answer = client.post(path, data={"csrf_token": mine, "name": "Editor", "body": TYPED})
            if answer.status_code != 302:  # bringing back what the page says already needs no lock
                assert answer.status_code == 503, path
                assert answer.headers["Retry-After"] == "5"
                assert TYPED in answer.text
    other.dispose()


def full(site: Site) -> Callable[[], None]:
    """Let the disk be full for every connection; returns how to free it."""
    engine, state = site.service(Database).engine, {"full": True}

    def limit(connection: object, _record: object) -> None:
        pages = 1 if state["full"] else 2**30
        connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    def free() -> None:
        state["full"] = False
        engine.dispose()

    event.listen(engine, "connect", limit)
    engine.dispose()
    return free


@pytest.mark.parametrize("path", ["/new/page", "/wiki/texting-before-a-vote/edit"])
def test_a_full_disk_is_507_with_every_word_and_reading_goes_on(site: Site, path: str) -> None:
    slug = site.page(**{name: PAGE[name] for name in ("title", "summary")})
    client = site.client("editor")
    long = TYPED + "\n\nand on" * 4_000  # more than any page of the file has left
    form = PAGE | {"body": long, "csrf_token": token(client, "/theme")}
    free = full(site)
    answer = client.post(path, data=form | ({} if "edit" in path else {"title": "Another"}))
    assert answer.status_code == 507
    assert TYPED in answer.text
    assert is_ours(answer)
    for again in (f"/wiki/{slug}", f"/wiki/{slug}/history", "/", "/search?q=vote", "/changes"):
        assert site.client().get(again).status_code == 200, again
    assert "One text." in site.client().get(f"/wiki/{slug}").text
    free()
    assert client.post(path, data=form | ({} if "edit" in path else {"title": "Another"})).status_code == 302


def test_a_read_only_database_is_507_and_reading_goes_on(site: Site) -> None:
    slug = site.page()
    client = site.client("editor")
    mine = token(client, "/theme")
    engine = site.service(Database).engine
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA query_only=ON"))
    answer = client.post("/drafts/keep/page", data=PAGE | {"csrf_token": mine})
    assert answer.status_code == 507
    assert TYPED in answer.text
    assert client.post("/new/page", data=PAGE | {"csrf_token": mine}).status_code == 507
    assert site.client().get(f"/wiki/{slug}").status_code == 200


def test_a_hundred_drafts_are_enough(site: Site) -> None:
    client = site.client("member")
    headers = {"X-CSRFToken": token(client, "/theme")}
    answers = [
        client.post("/drafts/keep/page", data={"title": TYPED, "draft": f"k{number}"}, headers=headers)
        for number in range(101)
    ]
    assert {answer.status_code for answer in answers[:100]} == {200}
    assert answers[100].status_code == 422
    assert "You have 100 drafts" in answers[100].text
    assert TYPED in answers[100].text
