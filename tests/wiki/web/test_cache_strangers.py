"""What strangers send cannot change what others read out of the cache, nor fill the disk."""

import pytest
from front_door import Site

from wiki.settings import Settings
from wiki.web import cache

SPELLINGS = ("theme =dark", 'theme="dark"', "theme=dark; theme=light", " theme= dark ", "theme=dark, theme=light")


def look(site: Site, path: str, cookie: str = "") -> str:
    """How the page is colored for somebody with this cookie."""
    headers = {"Cookie": cookie} if cookie else {}
    page = site.app.test_client(use_cookies=False).get(path, headers=headers)
    return page.text.split("<html", 1)[1].split(">", 1)[0]


@pytest.mark.parametrize("cookie", SPELLINGS)
def test_one_readers_cookie_does_not_color_the_page_of_others(site: Site, cookie: str) -> None:
    path = f"/wiki/{site.page()}"
    look(site, path, cookie)
    assert "class" not in look(site, path)
    assert 'class="light"' in look(site, path, "theme=light")
    assert 'class="dark"' in look(site, path, "theme=dark")


def test_pages_that_fall_on_one_place_are_never_taken_for_each_other(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "PLACE", 1)
    slugs = [site.page(f"Page number {number}") for number in range(20)]
    for _ in range(2):
        for number, slug in enumerate(slugs):
            assert f"<h1>Page number {number}</h1>" in site.client().get(f"/wiki/{slug}").text
    assert len(list((site.service(Settings).data / "cache").iterdir())) <= 16


def test_an_address_spelled_in_many_ways_takes_no_more_than_its_places(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "PLACE", 1)
    slug = site.page()
    for zeros in range(30):
        assert site.client().get(f"/wiki/{slug}/history/{'0' * zeros}1").status_code == 200
    assert len(list((site.service(Settings).data / "cache").iterdir())) <= 16
