"""From a search that finds nothing to a page that is written, on a phone: a reader, an editor, a writer."""

import pytest
from browser_fit import violations
from browser_place import DESK, PHONE, Place, overflow, told
from playwright.sync_api import Page, expect

from wiki.wanted.service.counting import Counting

AGENT = "Mozilla/5.0 of a test"


def sound(page: Page, script: bool) -> None:
    """Nothing that axe finds, nothing wider than the window; where there is no script, axe cannot run."""
    if script:
        assert violations(page) == []
        assert overflow(page) == 0


def ask(page: Page, words: str, script: bool) -> None:
    """From a search that finds nothing to a word when it is written."""
    page.goto(f"/search?q={words.replace(' ', '+')}")
    page.get_by_role("link", name="Tell me when somebody writes about it").first.click()
    expect(page.get_by_label("What the page should be about")).to_have_value(words)
    sound(page, script)
    page.get_by_role("button", name="Tell me").click()
    expect(told(page)).to_contain_text("You are told in your inbox")


def put_on_the_list(page: Page, words: str, title: str, script: bool) -> None:
    """An editor makes a wanted page of what nobody found."""
    page.goto("/wanted/searches")
    expect(page.get_by_text("one person wants to be told").first).to_be_visible()
    sound(page, script)
    page.get_by_label(words).check()
    page.get_by_role("button", name="Make one wanted page of the chosen").click()
    expect(page.get_by_label("Title of the page")).to_have_value(title)
    sound(page, script)
    page.get_by_role("button", name="Put it on the list").click()
    expect(told(page)).to_contain_text("It stands on the list of wanted pages now.")
    sound(page, script)


@pytest.mark.parametrize(("width", "script"), [(PHONE, True), (DESK, False)])
def test_what_nobody_found_becomes_a_page(place: Place, width: int, script: bool) -> None:
    words = f"zebrafish {'phone' if script else 'desk'} rota"
    title = words.capitalize()
    counting = place.site.service(Counting)
    for person in range(3):
        counting.note(words, f"192.0.2.{person}\n{AGENT}", found=False)
    counting.flush()
    ana = place.visitor("practitioner", name="Ana Wanted", width=width, script=script)
    ask(ana, words, script)
    put_on_the_list(place.visitor("editor", width=width, script=script), words, title, script)

    ben = place.visitor("practitioner", name="Ben Wanted", width=width, script=script)
    ben.goto("/wanted")
    ben.get_by_role("button", name=f"I take it up for “{title}”").click()
    expect(ben.locator("li[id^=wanted-]", has_text=title).get_by_text("taken up by you until")).to_be_visible()
    sound(ben, script)
    reader = place.visitor(width=width, script=script)
    reader.goto("/wanted")
    seen = reader.locator("li[id^=wanted-]", has_text=title)
    expect(seen.get_by_text("somebody is writing it")).to_be_visible()
    expect(reader.get_by_text("Ben Wanted")).to_have_count(0)
    sound(reader, script)

    ben.get_by_role("link", name=f"Write it for “{title}”").click()
    ben.locator("a[href^='/new/page?title=']").click()
    expect(ben.locator("input[name=title]")).to_have_value(title)
    place.page(title, by="practitioner")
    reader.goto("/wanted")
    expect(seen).to_have_count(0)
    expect(reader.get_by_role("link", name=title, exact=True)).to_be_visible()
    ana.goto("/inbox")
    expect(ana.get_by_role("link", name=f"A page you asked for is written {title}")).to_be_visible()
