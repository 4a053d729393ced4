"""Keeping order in the browser: a spammer is undone and put back, two pages become one, tags of many are tidied."""

import pytest
from browser_place import DESK, PHONE, Place, told
from playwright.sync_api import expect


@pytest.mark.parametrize(("width", "script"), [(PHONE, True), (DESK, False)])
def test_a_spammer_is_undone_with_two_clicks(place: Place, width: int, script: bool) -> None:
    name = f"Spammer {width}"
    slug = place.page(f"Honest {width}", body="Honest words.")
    place.save(slug, 1, "practitioner", name, title=f"Honest {width}", body="Casino.")
    number = place.site.person("practitioner", name).id
    page = place.visitor("admin", width=width, script=script)
    page.goto(f"/accounts/{number}")
    page.get_by_role("link", name="Undo what it did").click()
    expect(page.locator(".counts li").nth(2)).to_contain_text("1")
    page.get_by_role("button", name="Close the account and undo all this").click()
    expect(told(page)).to_contain_text("is being undone")
    page.goto(f"/wiki/{slug}")
    expect(page.locator(".prose")).to_contain_text("Honest words.")
    page.goto(f"/accounts/{number}/undo")
    page.get_by_role("button", name="Put everything back").click()
    page.goto(f"/wiki/{slug}")
    expect(page.locator(".prose")).to_contain_text("Casino.")


def test_two_pages_become_one_and_two_again(place: Place) -> None:
    gone, stays = (place.page(title, body=f"{title} says this.") for title in ("Twin the first", "Twin the second"))
    page = place.visitor("editor")
    page.goto(f"/wiki/{gone}")
    page.get_by_role("link", name="Merge").click()
    page.locator("#f-other").fill("Twin the second")
    page.get_by_role("button", name="See both side by side").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One page of two")
    page.get_by_role("button", name="Make it one page").click()
    expect(told(page)).to_contain_text("The two pages are one")
    assert page.url.endswith(f"/wiki/{stays}")
    page.goto(f"/wiki/{gone}")
    assert page.url.endswith(f"/wiki/{stays}")
    page.get_by_role("button", name="Undo the merge").click()
    expect(told(page)).to_contain_text("two pages again")
    assert page.url.endswith(f"/wiki/{gone}")


def test_a_locked_page_says_why_and_takes_suggestions(place: Place) -> None:
    slug = place.page("Locked in the browser")
    page = place.visitor("editor")
    page.goto(f"/wiki/{slug}/lock")
    page.get_by_label("Reason").fill("Campaign day")
    page.get_by_role("button", name="Lock the page").click()
    expect(page.get_by_text("This page is locked:")).to_be_visible()
    writer = place.visitor("practitioner")
    writer.goto(f"/wiki/{slug}")
    expect(writer.get_by_role("link", name="Suggest a change")).to_be_visible()
