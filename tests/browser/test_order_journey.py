"""Two editors at once, and keeping order: compare, bring back, move, archive and put back."""

import pytest
from browser_place import DESK, PHONE, Place, told
from playwright.sync_api import Page, expect

BODY = "First.\n\nSecond.\n\nThird."


def clash(place: Place, title: str, width: int, script: bool = True) -> tuple[str, Page]:
    """An editor whose save met another's change of the same paragraph."""
    slug = place.page(title, body=BODY)
    page = place.visitor("editor", width=width, script=script)
    page.goto(f"/wiki/{slug}/edit")
    place.save(slug, 1, "trainer", title=title, body="Their first.\n\nSecond.\n\nThird.")
    page.locator("#f-body").fill("My first.\n\nSecond.\n\nThird, mended.")
    with page.expect_navigation() as answer:
        page.get_by_role("button", name="Save page").click()
    assert answer.value.status == 409
    expect(page.get_by_role("heading", level=1)).to_have_text("Someone saved while you were writing")
    return slug, page


@pytest.mark.parametrize(("width", "script"), [(PHONE, True), (DESK, False)])
def test_two_editors_of_one_paragraph_see_both_changes_and_merge_them(place: Place, width: int, script: bool) -> None:
    slug, page = clash(place, f"Two at once {width}", width, script)
    expect(page.get_by_role("heading", name="Their change")).to_be_visible()
    expect(page.get_by_role("heading", name="Your change")).to_be_visible()
    expect(page.locator(".clash .twins")).to_contain_text("Trainer")
    both = page.get_by_label("Text, put together")
    assert "Their first." in both.input_value()
    assert "My first." in both.input_value()
    both.fill("Their first and mine.\n\nSecond.\n\nThird, mended.")
    page.get_by_role("button", name="Save merged").click()
    expect(told(page)).to_contain_text("Saved")
    place.visitor().goto(f"/wiki/{slug}")
    expect(page.get_by_text("Their first and mine.")).to_be_visible()


def test_theirs_can_be_kept(place: Place) -> None:
    _, page = clash(place, "Keep theirs", PHONE)
    page.get_by_label("Keep theirs for this part and leave mine out").check()
    page.get_by_role("button", name="Save merged").click()
    page.wait_for_url("**/wiki/keep-theirs")
    expect(page.get_by_text("Their first.")).to_be_visible()
    expect(page.get_by_text("My first.")).to_have_count(0)


def test_mine_can_be_copied_whole(place: Place) -> None:
    _, page = clash(place, "Copy mine", DESK)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy mine").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "My first.\n\nSecond.\n\nThird, mended."


@pytest.mark.parametrize(("width", "script"), [(PHONE, False), (DESK, True)])
def test_compare_bring_back_move_archive_put_back(place: Place, width: int, script: bool) -> None:
    title = f"In order {width}"
    slug = place.page(title, body=BODY)
    place.save(slug, 1, title=title, body="All new.")
    page = place.visitor("editor", width=width, script=script)
    page.goto(f"/wiki/{slug}/history")
    page.get_by_label("Compare from version 1").check()
    page.get_by_label("Compare to version 2").check()
    page.get_by_role("button", name="Compare these two").click()
    expect(page.locator("del", has_text="Second.").first).to_be_visible()
    expect(page.locator("ins").first).to_be_visible()
    page.get_by_role("button", name="Bring back the older version").click()
    expect(told(page)).to_contain_text("Version 1 is back")
    expect(page.get_by_text("Second.", exact=True)).to_be_visible()

    page.get_by_role("link", name="Move", exact=True).click()
    page.get_by_label("New address").fill(f"orderly-{width}")
    page.get_by_role("button", name="Move the page").click()
    page.wait_for_url(f"**/wiki/orderly-{width}")
    reader = place.visitor(width=width)
    reader.goto(f"/wiki/{slug}")
    assert reader.url.endswith(f"/wiki/orderly-{width}")

    page.get_by_role("link", name="Archive", exact=True).click()
    page.get_by_role("button", name="Archive it").click()
    expect(page.get_by_text("This page is archived.")).to_be_visible()
    assert reader.reload().status == 404  # type: ignore[union-attr]
    page.get_by_role("link", name="Put back", exact=True).click()
    page.get_by_role("button", name="Put it back").click()
    expect(told(page)).to_have_text("The page is back.")
    assert reader.reload().status == 200  # type: ignore[union-attr]
    expect(reader.get_by_role("heading", level=1)).to_have_text(title)
