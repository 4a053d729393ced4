"""What a page has to be for everyone: WCAG 2.2 AA by axe, in both lights, within its window down to 320 px."""

from collections.abc import Sequence
from contextlib import suppress

from axe_playwright_python.sync_playwright import Axe
from browser_place import PHONE, overflow
from playwright.sync_api import Page, TimeoutError

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_AXE = Axe()
_RUN = """async (only) => {
  const found = await axe.run({ runOnly: only, resultTypes: ['violations'], iframes: false, preload: false });
  const places = one => one.nodes.slice(0, 3).map(node => node.target.join(' ')).join(', ');
  return found.violations.map(one => `${one.id} at ${places(one)}`);
}"""
_WIDE = """[...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.outerHTML.slice(0, 150))"""


def violations(page: Page, rules: Sequence[str] = TAGS) -> list[str]:
    """What axe finds on the page as it is, by these rules or tags."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_AXE.axe_script)
    return list(page.evaluate(_RUN, list(rules)))


def in_the_dark(page: Page) -> list[str]:
    """Words that are hard to read in the dark."""
    page.emulate_media(color_scheme="dark")
    found = violations(page, ["color-contrast"])
    page.emulate_media(color_scheme="light")
    return [f"{words} (dark)" for words in found]


def is_for_everyone(page: Page) -> None:
    """Fail with the places where the page is not."""
    assert [*violations(page), *in_the_dark(page)] == []
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": 320 if size["width"] == PHONE else size["width"], "height": size["height"]})
    with suppress(TimeoutError):  # what a script lays out anew takes a moment
        page.wait_for_function("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert overflow(page) <= 0, page.evaluate(_WIDE)
    page.set_viewport_size(size)
