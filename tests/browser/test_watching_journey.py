"""Journeys of those who watch: told of what changed, on a phone and at a desk, with and without script."""

import pytest
from browser_place import DESK, PHONE, Place, overflow, told
from playwright.sync_api import expect


@pytest.mark.parametrize(("width", "script"), [(PHONE, False), (DESK, True)])
def test_somebody_watches_a_page_and_is_told_when_it_changes(place: Place, width: int, script: bool) -> None:
    title = f"Watched at {width}"
    slug = place.page(title)
    page = place.visitor("member", name=f"Watcher {width}", width=width, script=script)
    page.goto(f"/wiki/{slug}")
    page.get_by_role("button", name="Watch", exact=True).click()
    expect(told(page)).to_contain_text("You watch this now.")
    expect(page.get_by_role("button", name="Stop watching")).to_be_visible()
    place.save(slug, 1, by="trainer", title=title, body="New words.")
    place.site.work()
    page.goto("/inbox")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_text("Unread:")).to_be_visible()
    assert overflow(page) <= 0
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_text("You have read everything.")).to_be_visible()
    page.get_by_role("link", name="Trainer published a new version").click()
    page.wait_for_url(f"**/wiki/{slug}/diff?to=2")
    page.goto("/watching")
    page.get_by_role("button", name=f"Stop watching {title}").click()
    expect(page.get_by_text("You watch nothing yet.")).to_be_visible()
