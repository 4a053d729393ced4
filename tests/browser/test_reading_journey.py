"""Read, search, filter, read: on a phone and a desk, with script and without."""

import re

import pytest
from browser_place import DESK, PHONE, Place
from playwright.sync_api import Page, expect


def results(page: Page) -> list[str]:
    return page.locator(".results h2").all_inner_texts()


def total(page: Page) -> int:
    """How many pages the list says it has."""
    said = re.search(r"of (\d+)", page.locator(".found [role=status]").inner_text())
    assert said is not None
    return int(said[1])


@pytest.mark.parametrize(("width", "script"), [(PHONE, True), (PHONE, False), (DESK, True), (DESK, False)])
def test_read_search_filter_read(place: Place, width: int, script: bool) -> None:
    page = place.visitor(width=width, script=script)
    page.goto("/")
    page.get_by_role("searchbox" if not script else "combobox", name="Search").fill("teachers")
    page.get_by_role("search").get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    assert "q=teachers" in page.url
    before = total(page)
    assert results(page)
    if width == PHONE:
        page.get_by_text("Filters", exact=True).click()
    box = page.locator(".facet input[type=checkbox]").first
    name, term = box.get_attribute("name"), box.get_attribute("value")
    box.check()
    if not (script and width == DESK):  # where it is, a filter applies at once
        page.get_by_role("button", name="Apply filters").click()
    expect(page.locator(".chosen")).to_be_visible()
    assert f"{name}={term}" in page.url
    assert 0 < total(page) < before
    page.get_by_role("link", name="Clear filters").click()
    expect(page.locator(".chosen")).to_have_count(0)
    assert "q=teachers" in page.url
    title = results(page)[0]
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".prose").first).to_be_visible()


def test_the_question_and_filters_live_in_the_address(place: Place) -> None:
    page = place.visitor()
    page.goto("/search?q=petition")
    page.locator(".facet input[type=checkbox]").first.check()
    expect(page.locator(".chosen")).to_be_visible()
    shared = page.url
    found = results(page)
    other = place.visitor(width=PHONE, script=False)
    other.goto(shared)
    assert results(other) == found
    expect(other.get_by_text(re.compile(r"Filters \(1\)"))).to_be_visible()


def test_a_misspelled_word_leads_on(place: Place) -> None:
    page = place.visitor(width=PHONE)
    page.goto("/search?q=petitoin")
    page.get_by_role("link", name="petition", exact=True).click()
    assert results(page)


def test_facts_lead_to_their_filtered_search(place: Place) -> None:
    page = place.visitor(width=PHONE)
    page.goto("/wiki/west-virginia-teachers-2018")
    page.locator(".facts a").first.click()
    expect(page.locator(".chosen")).to_be_visible()
    assert results(page)
