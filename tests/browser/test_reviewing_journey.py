"""Suggesting without an account on a phone, and reviewing at a desk: with axe, by keyboard, with and without script."""

import re

import pytest
from browser_fit import is_for_everyone
from browser_place import DESK, PHONE, Place, told
from playwright.sync_api import expect

from wiki.pages.service import Pages


@pytest.mark.parametrize("script", [True, False])
def test_a_visitor_suggests_and_a_reviewer_accepts(place: Place, script: bool) -> None:
    place.later()
    slug = place.page(f"Typo of {script}", body="Call ten, who cal ten.")
    page = place.visitor(width=PHONE, script=script)
    page.goto(f"/wiki/{slug}")
    page.get_by_role("link", name="Suggest a change").click()
    if script:
        is_for_everyone(page)
    page.locator("#f-body").fill("Call ten, who call ten.")
    page.get_by_role("button", name="Send for review").click()
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_label("What did you change?").fill("A typo")
    page.get_by_role("button", name="Send for review").click()
    expect(page.locator("#code")).to_have_text(re.compile(r"^\w{4}-\w{4}-\w{4}-\w{4}$"))
    if script:
        is_for_everyone(page)
    reviewer = place.visitor("trainer", width=PHONE if script else DESK, script=script)
    reviewer.goto("/review")
    reviewer.get_by_role("link", name=f"Typo of {script}").click()
    if script:
        is_for_everyone(reviewer)
    expect(reviewer.locator("ins", has_text="call").first).to_be_visible()
    reviewer.get_by_role("button", name="Accept and publish").click()
    expect(told(reviewer)).to_have_text("Accepted and published.")
    page.goto(f"/wiki/{slug}")
    expect(page.get_by_text("Call ten, who call ten.")).to_be_visible()


def test_the_queue_by_keyboard(place: Place) -> None:
    pages, member = place.site.service(Pages), place.site.person("member")
    for number in range(3):
        pages.create(member, "page", {"title": f"Waits {number}", "summary": "x", "body": "Words."}, "New")
    phone = place.visitor("trainer", width=PHONE)
    phone.goto("/review?show=new")
    row = phone.get_by_role("row").filter(has_text="Waits 0")
    expect(row.locator("td[data-label='From']")).to_be_visible()
    expect(row.locator("td[data-label='Touches']")).to_be_hidden()  # a new page touches nothing that is there
    page = place.visitor("trainer")
    page.goto("/review?show=new")
    is_for_everyone(page)
    expect(page.get_by_text("the arrow keys or j and k")).to_be_visible()
    first, second = (page.get_by_role("link", name=f"Waits {number}") for number in (0, 1))
    first.focus()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Waits 1")
    page.get_by_role("link", name="Next in the queue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Waits 2")


def test_mending_and_roles_are_for_everyone(place: Place) -> None:
    pages, member = place.site.service(Pages), place.site.person("member")
    number = pages.create(
        member, "page", {"title": "To be mended", "summary": "x", "body": "Words."}, "New"
    ).proposal_id
    page = place.visitor("editor", width=PHONE)
    for path in (
        f"/review/{number}",
        f"/review/{number}/mend",
        f"/review/{number}/rounds/1",
        "/review/trust",
        "/roles",
    ):
        page.goto(path)
        is_for_everyone(page)
    page.goto(f"/review/{number}")
    page.get_by_role("button", name="Take it").click()
    expect(told(page)).to_contain_text("yours for seven days")
    page.get_by_role("link", name="Mend it first").click()
    page.locator("#f-body").fill("Words, finished.")
    page.get_by_role("button", name="Publish with my mending").click()
    expect(page.get_by_text("Words, finished.")).to_be_visible()
