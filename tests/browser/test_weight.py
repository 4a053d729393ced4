"""What a look at a page costs on a weak signal: everything together, compressed, as the browser receives it."""

import pytest
from browser_place import PHONE, Place
from playwright.sync_api import Request

from auth.model import ANONYMOUS
from wiki.pages.lists import Lists

PACKED = ("br", "gzip", "zstd")
VIEW, EDITOR = 35 * 1024, 25 * 1024


def weight(place: Place, role: str, path: str) -> int:
    """Bytes of all bodies on the wire, for a browser that was never here."""
    page = place.visitor(role, width=PHONE)
    asked: list[Request] = []
    page.on("requestfinished", lambda request: asked.append(request))
    page.goto(path, wait_until="networkidle")
    plain = [one.url for one in asked if one.response().header_value("content-encoding") not in PACKED]  # type: ignore[union-attr]
    assert plain == []
    return sum(request.sizes()["responseBodySize"] for request in asked)


def heaviest(place: Place) -> str:
    """The page whose own document is longest."""
    client = place.site.client()
    packed = {"Accept-Encoding": "br"}
    titles = place.site.service(Lists).titles(ANONYMOUS)
    return max((f"/wiki/{slug}" for _, slug in titles), key=lambda path: len(client.get(path, headers=packed).data))


def test_the_heaviest_page_and_the_front_page_stay_within_35_kb(place: Place) -> None:
    paths = ["/", heaviest(place), "/case-studies", "/search?q=members"]
    weights = {path: weight(place, "reader", path) for path in paths}
    assert {path: size for path, size in weights.items() if size > VIEW} == {}


@pytest.mark.parametrize("path", ["/wiki/west-virginia-teachers-2018/edit"])
def test_the_editor_costs_at_most_25_kb_more(place: Place, path: str) -> None:
    assert weight(place, "editor", path) - weight(place, "reader", path.removesuffix("/edit")) <= EDITOR
