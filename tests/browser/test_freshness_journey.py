"""A reader's one click on a phone, and a practitioner's way from the list of tasks to a page that is fresh again."""

import pytest
from browser_fit import violations
from browser_place import DESK, PHONE, Place, overflow, told
from playwright.sync_api import Page, expect

from wiki.kinds.model import Library
from wiki.pages.service import Pages


def how_to(place: Place, title: str, checked_on: str) -> str:
    """A how-to that was checked on this day, in the index; returns its slug."""
    site = place.site
    values = {
        "title": title,
        "summary": "After this you can sign in safely.",
        "tools": [{"tool": "Chatter"}],
        "areas": [next(iter(site.service(Library).vocabularies["areas"].terms))],
        "level": "1_starting",
        "steps": "1. Open the settings.\n2. Turn it on.",
        "checked_on": checked_on,
        "checked_against": "Chatter 4",
    }
    slug = site.service(Pages).create(site.person("editor"), "how_to", values).slug
    site.work()
    return slug


def sound(page: Page) -> None:
    """Nothing that axe finds, nothing wider than the window."""
    assert violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize(("width", "script"), [(PHONE, True), (DESK, False)])
def test_one_click_then_a_check(place: Place, width: int, script: bool) -> None:
    slug = how_to(place, f"Sign in twice {width}", "2024-01-01")
    reader = place.visitor(width=width, script=script)
    reader.goto(f"/wiki/{slug}")
    expect(reader.get_by_text("This page is overdue for a check")).to_be_visible()
    if script:
        sound(reader)
    reader.get_by_role("button", name="This no longer matches my screen").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you")
    if script:
        sound(reader)
    reader.get_by_label("At which step?").select_option("2")
    reader.get_by_label("What differs?").fill(f"It is called Safety now {width}")
    reader.get_by_role("button", name="Send it").click()
    expect(reader.get_by_text("Those who check pages see it now.")).to_be_visible()

    ana = place.visitor("practitioner", width=width, script=script)
    ana.goto("/tasks")
    task = ana.locator("li", has_text=f"It is called Safety now {width}").last
    expect(ana.get_by_text(f"Step 2: It is called Safety now {width}")).to_be_visible()
    if script:
        sound(ana)
    ana.locator(f'a[href="/wiki/{slug}/check"]').click()
    if script:
        sound(ana)
    expect(task).to_have_count(0)
    ana.get_by_label("Against which version or screen?").fill("Chatter 5")
    ana.get_by_role("button", name="I checked it").click()
    expect(told(ana)).to_contain_text("The page says now that it was checked.")
    reader.goto(f"/wiki/{slug}")
    expect(reader.get_by_text("against: Chatter 5")).to_be_visible()
    expect(reader.get_by_text("by Practitioner")).to_be_visible()
    if script:
        sound(reader)
    ana.goto("/tasks")
    expect(ana.get_by_text(f"It is called Safety now {width}")).to_have_count(0)
