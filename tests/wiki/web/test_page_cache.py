"""The cache of pages: the same bytes for everybody without an account, never longer, never for anybody else."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from front_door import Site

from search.upkeep import Upkeep
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.settings import Settings
from wiki.web.headers import PRIVATE, PUBLIC


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """A site whose index answers: while it is away, pages lack a part and are not kept."""
    made = make_site()
    made.service(Upkeep).rebuild()
    return made


def files(site: Site) -> list[Path]:
    return sorted(path for path in (site.service(Settings).data / "cache").rglob("*") if path.is_file())


def test_the_kept_answer_is_the_same_bytes(site: Site) -> None:
    path = f"/wiki/{site.page()}"
    first = site.client().get(path)
    assert len(files(site)) == 1
    again = site.client().get(path)
    assert again.data == first.data
    assert again.headers["ETag"] == first.headers["ETag"]
    assert set(first.headers.keys()) == set(again.headers.keys())
    assert first.headers["Cache-Control"] == PUBLIC
    assert len(files(site)) == 1


def test_what_a_browser_has_is_not_sent_again(site: Site) -> None:
    path = f"/wiki/{site.page()}"
    tag = site.client().get(path).headers["ETag"]
    answer = site.client().get(path, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_a_save_is_seen_at_once(site: Site) -> None:
    slug = site.page(body="The first words.")
    path = f"/wiki/{slug}"
    tag = site.client().get(path).headers["ETag"]
    values = {"title": "Texting members before a vote", "summary": "A page for a test.", "body": "The second words."}
    site.service(Pages).save(site.person("editor"), slug, 1, values)
    answer = site.client().get(path, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert "The second words." in answer.text


def test_packed_and_unpacked_are_the_same_page(site: Site) -> None:
    path = f"/wiki/{site.page()}"
    for _ in range(2):
        plain = site.client().get(path)
        packed = site.client().get(path, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in plain.headers
        assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)


def test_a_head_has_the_headers_alone(site: Site) -> None:
    path = f"/wiki/{site.page()}"
    for _ in range(2):
        head, get = site.client().head(path), site.client().get(path)
        assert head.data == b""
        assert head.headers["ETag"] == get.headers["ETag"]
        assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_whoever_is_signed_in_never_meets_a_kept_page(site: Site) -> None:
    path = f"/wiki/{site.page()}"
    tag = site.client().get(path).headers["ETag"]
    answer = site.client("member").get(path, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == PRIVATE
    assert "Sign out" in answer.text
    assert len(files(site)) == 1


def test_what_somebody_signed_in_sees_is_kept_for_nobody(site: Site) -> None:
    path = f"/wiki/{site.page()}"
    site.client("editor").get(path)
    assert files(site) == []
    assert "Sign out" not in site.client().get(path).text


def test_the_theme_is_the_readers_own(site: Site) -> None:
    path = f"/wiki/{site.page()}"
    for _ in range(2):
        for theme in ("dark", "light"):
            client = site.client()
            client.set_cookie("theme", theme)
            assert f'<html lang="en" class="{theme}">' in client.get(path).text
    assert len(files(site)) == 2


def test_nothing_a_stranger_makes_up_fills_the_disk(site: Site) -> None:
    path = f"/wiki/{site.page()}"
    for number in range(20):
        client = site.client()
        client.set_cookie("theme", f"mine{number}")
        client.get(path, headers={"Host": f"localhost:{number + 1000}", "Accept-Language": f"x{number}"})
        client.get(f"{path}?again={number}")
        client.get(f"{path}{number}")
        client.get(path, headers={"Host": f"evil{number}.example"})
    assert len(files(site)) <= 1


def test_a_strange_host_gets_no_kept_page(site: Site) -> None:
    path = f"/wiki/{site.page()}"
    site.client().get(path)
    for host in ("evil.example", "localhost@evil.example", "localhost:80@evil.example", "localhost.evil.example:80"):
        assert site.client().get(path, headers={"Host": host}).status_code == 400


def test_a_question_is_not_kept(site: Site) -> None:
    site.page()
    site.client().get("/search?q=vote")
    site.client().get("/changes?page=1")
    assert files(site) == []


@pytest.mark.parametrize("hide", ["archive", "members", "held"])
def test_a_page_that_is_hidden_now_is_gone_at_once(site: Site, hide: str) -> None:
    slug = site.page()
    path, shelves, editor = f"/wiki/{slug}", site.service(Shelves), site.person("editor")
    tag = site.client().get(path).headers["ETag"]
    if hide == "archive":
        shelves.archive(editor, slug)
    else:
        shelves.restrict(editor, slug, hide, date(2027, 6, 1) if hide == "held" else None)
    for headers in ({}, {"If-None-Match": tag}):
        assert site.client().get(path, headers=headers).status_code == 404


def test_an_upgrade_starts_afresh(make_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site()
    path = f"/wiki/{site.page()}"
    site.work()
    site.client().get(path)
    monkeypatch.setattr("wiki.app.VERSION", "99.0")
    newer = make_site()
    assert files(newer) == []
    newer.client().get(path)
    assert len(files(newer)) == 1


def test_a_broken_file_is_made_anew(site: Site) -> None:
    path = f"/wiki/{site.page()}"
    first = site.client().get(path)
    for broken in (b"", b"{", b"{}", b"[]\nx", b"\xff" * 100, files(site)[0].read_bytes()[:-20]):
        files(site)[0].write_bytes(broken)
        answer = site.client().get(path)
        assert answer.status_code == 200
        assert answer.data == first.data


def test_a_cache_that_cannot_be_written_costs_speed_alone(site: Site) -> None:
    path = f"/wiki/{site.page()}"
    folder = site.service(Settings).data / "cache"
    shutil.rmtree(folder)
    folder.write_text("in the way")
    assert site.client().get(path).status_code == 200
