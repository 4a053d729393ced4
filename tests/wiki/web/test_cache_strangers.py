"""What strangers send cannot change what others read out of the cache, nor fill the disk."""

from pathlib import Path

import pytest
from front_door import Site

from wiki.app import create_app
from wiki.settings import Settings

SPELLINGS = ("theme =dark", 'theme="dark"', "theme=dark; theme=light", " theme= dark ", "theme=dark, theme=light")


def look(site: Site, path: str, cookie: str = "") -> str:
    """How the page is colored for somebody with this cookie."""
    headers = {"Cookie": cookie} if cookie else {}
    page = site.app.test_client(use_cookies=False).get(path, headers=headers)
    return page.text.split("<html", 1)[1].split(">", 1)[0]


@pytest.mark.parametrize("cookie", SPELLINGS)
def test_one_readers_cookie_does_not_color_the_page_of_others(site: Site, cookie: str) -> None:
    path = f"/wiki/{site.page()}"
    site.work()  # a page is kept once the index is there
    look(site, path, cookie)
    assert "class" not in look(site, path)
    assert 'class="light"' in look(site, path, "theme=light")
    assert 'class="dark"' in look(site, path, "theme=dark")


def test_an_address_spelled_in_many_ways_takes_one_place(site: Site) -> None:
    slug = site.page()
    for zeros in range(30):
        assert site.client().get(f"/wiki/{slug}/history/{'0' * zeros}1").status_code == 200
    assert len(kept(site)) == 1


def test_what_an_older_version_kept_is_thrown_away(site: Site) -> None:
    older = site.service(Settings).data / "cache" / "an-older-version"
    older.mkdir()
    (older / "page").write_bytes(b"old")
    create_app(site.service(Settings), site.clock)
    assert not older.exists()


def kept(site: Site) -> list[Path]:
    """The files the cache has made."""
    return [path for path in (site.service(Settings).data / "cache").rglob("*") if path.is_file()]
