"""What a page has to be for everyone: WCAG 2.2 AA by axe, in both lights, within its window down to 320 px."""

from collections.abc import Sequence
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from browser_place import PHONE, overflow
from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_AXE = Axe()
_LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
_KNOWN: set[str] = set()  # looks of words that axe found readable, on any page of this run
_RUN = """async ([only, known]) => {
  const looks = fieldbookLooks(known);
  const fresh = Object.keys(looks);
  if (only.join() === 'color-contrast' && !fresh.length) return [[], []];
  const marked = Object.values(looks).flat();
  marked.forEach(one => { one.dataset.look = ''; });
  const found = await axe.run({ runOnly: only, resultTypes: ['violations'], iframes: false, preload: false });
  marked.forEach(one => { delete one.dataset.look; });
  const places = one => one.nodes.slice(0, 3).map(node => node.target.join(' ')).join(', ');
  const hard = found.violations.some(one => one.id === 'color-contrast');
  return [found.violations.map(one => `${one.id} at ${places(one)}`), hard ? [] : fresh];
}"""
_WIDE = """[...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.outerHTML.slice(0, 150))"""


def violations(page: Page, rules: Sequence[str] = TAGS) -> list[str]:
    """What axe finds on the page as it is, by these rules or tags; words of a look it knows are not measured again."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_AXE.axe_script)
        page.evaluate(_LOOKS)
    found, readable = page.evaluate(_RUN, [list(rules), list(_KNOWN)])
    _KNOWN.update(readable)
    return list(found)


# What a script lays out anew takes a moment. Waiting for a text of a function is forbidden by the site's own policy.
_FITS = """() => new Promise(done => {
    const root = document.documentElement;
    let looks = 300;
    const look = () => root.scrollWidth <= root.clientWidth || !looks-- ? done() : requestAnimationFrame(look);
    look();
})"""


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
    page.evaluate(_FITS)
    assert overflow(page) <= 0, page.evaluate(_WIDE)
    page.set_viewport_size(size)
