"""Light, dark or as the device is set, kept in a cookie and drawn by the server; and pages on paper."""

import pytest
from browser_place import PHONE, Place
from playwright.sync_api import Page, expect

GROUND = "getComputedStyle(document.body).backgroundColor"
LINES = """all => all.map(one => {
  const words = document.createRange();
  words.selectNodeContents(one.firstChild);
  return words.getClientRects().length;
})"""
LIGHT, DARK = "rgb(246, 248, 243)", "rgb(18, 25, 21)"


def ground(page: Page) -> str:
    return str(page.evaluate(GROUND))


@pytest.mark.parametrize("script", [True, False])
def test_light_or_dark_is_chosen_kept_and_given_back_to_the_device(place: Place, script: bool) -> None:
    page = place.visitor(width=PHONE, script=script, scheme="dark")
    page.goto("/case-studies")
    assert ground(page) == DARK
    page.get_by_role("link", name="Light or dark").click()
    page.get_by_label("Light", exact=True).check()
    page.get_by_role("button", name="Keep this choice").click()
    page.wait_for_url("**/case-studies")
    assert ground(page) == LIGHT
    page.goto("/wiki/about")
    expect(page.locator("html")).to_have_class("light")
    assert ground(page) == LIGHT
    page.goto("/theme")
    page.get_by_label("As this device is set").check()
    page.get_by_role("button", name="Keep this choice").click()
    page.wait_for_url(lambda url: not url.endswith("/theme"))
    assert ground(page) == DARK


def test_a_printed_page_has_no_chrome_and_black_ink(place: Place) -> None:
    page = place.visitor(scheme="dark")
    page.goto("/wiki/west-virginia-teachers-2018")
    page.emulate_media(media="print")
    for chrome in ("header.cover", ".actions", ".contents", "footer ul", ".skip"):
        expect(page.locator(chrome).first).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".facts")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    facts, prose = page.locator(".facts").bounding_box(), page.locator(".prose").first.bounding_box()
    assert facts is not None
    assert prose is not None
    assert facts["y"] < prose["y"]
    assert len(page.pdf(format="Letter")) > 10_000


def test_a_count_that_is_not_told_stands_on_one_line_on_a_phone(place: Place) -> None:
    page = place.visitor(width=PHONE)
    page.goto("/")
    told = page.locator(".counts > li > span", has_text="under 3")
    expect(told.first).to_be_visible()
    assert set(told.evaluate_all(LINES)) == {1}
