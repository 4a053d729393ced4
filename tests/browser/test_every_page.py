"""What every page has to be: for everyone (WCAG 2.2 AA), within its window, in any light, and asking nobody else."""

import pytest
from browser_fit import in_the_dark, is_for_everyone, violations
from browser_gallery import gallery
from browser_place import DESK, HEIGHTS, PHONE, Place, overflow
from browser_shot import Shot
from playwright.sync_api import Page, Response

LAYOUT = ["color-contrast", "target-size", "scrollable-region-focusable"]  # what another width can change
OPEN_ALL = "document.querySelectorAll('details:not(.menu)').forEach(fold => { fold.open = true })"
BREAK = """() => {
  document.querySelector('h1').insertAdjacentHTML('afterend', '<img src="/never.png"><button>');
  document.querySelector('main p').style.color = '#ddd';
  document.querySelector('main').style.minWidth = '500px';
}"""


def wrong_with(shot: Shot, page: Page, place: Place, width: int) -> list[str]:
    """Everything that is wrong with one page at one width; leaves the window as wide as it was."""
    answers: list[int] = []
    watch = place.watches[-1]
    known = len(watch.trouble)

    def answered(got: Response) -> None:
        if got.request.resource_type == "document":
            answers.append(got.status)

    page.on("response", answered)
    shot.reach(page, place)
    page.remove_listener("response", answered)
    wrong = [f"answered {answers[-1]}"] if answers[-1] != shot.status else []
    wrong += on_a_phone(page) if width == PHONE else violations(page, LAYOUT)
    for narrow in (320, PHONE) if width == PHONE else (DESK,):
        page.set_viewport_size({"width": narrow, "height": HEIGHTS[width]})
        if overflow(page) > 0:
            wrong.append(f"{overflow(page)} px too wide at {narrow}")
    return [f"{shot.name}: {words}" for words in [*wrong, *watch.trouble[known:]]]


def on_a_phone(page: Page) -> list[str]:
    """What no width changes, folds open, in both lights."""
    page.evaluate(OPEN_ALL)
    return [*violations(page), *in_the_dark(page)]


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("role", ["reader", "editor", "admin"])  # in this order: setup ends with the first admin
def test_every_page_is_for_everyone(place: Place, role: str, width: int) -> None:
    page = place.visitor(role, width=width)
    page.on("dialog", lambda dialog: dialog.accept())  # a form that is left with words in it asks first
    wrong: list[str] = []
    for shot in gallery(place):
        if shot.role == role and (shot.desk or width == PHONE):
            wrong += wrong_with(shot, page, place, width)
    assert wrong == []


def test_open_menus_are_for_everyone(place: Place) -> None:
    for role, width in (("reader", PHONE), ("editor", PHONE), ("editor", DESK)):
        page = place.visitor(role, width=width)
        page.goto("/case-studies")
        page.locator("details.menu > summary:visible").last.click()
        is_for_everyone(page)


def test_the_check_itself_sees_what_is_wrong(place: Place) -> None:
    page = place.visitor(width=PHONE)
    page.goto("/wiki/about")
    with page.expect_response("**/never.png"):
        page.evaluate(BREAK)
    found = {words.split(" ")[0] for words in violations(page)}
    assert overflow(page) > 0
    assert found >= {"image-alt", "button-name", "color-contrast"}
    page.goto("/case-studies")
    assert violations(page) == []
    page.locator("main a").last.evaluate("one => { one.style.color = '#999' }")
    for _ in range(2):  # what is hard to read is never known as readable
        assert [words.split(" ")[0] for words in violations(page)] == ["color-contrast"]
    assert any("never.png" in words for words in place.watches[-1].trouble)
    place.watches[-1].trouble.clear()
