"""Everything with the keyboard alone; focus is always seen, and never behind the bar that sticks to the foot."""

from browser_fit import TAGS, violations
from browser_place import DESK, PHONE, Place, overflow, told
from playwright.sync_api import Locator, Page, expect

FOCUSED = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const own = one.labels ? [...one.labels] : [];
  const shows = (line) => [0.1, 0.5, 0.9].some((part) => {
    const x = Math.min(Math.max(line.left + line.width / 2, 0), innerWidth - 1);
    const top = document.elementFromPoint(x, line.top + line.height * part);
    return top && (one.contains(top) || own.some(label => label.contains(top)));
  });
  return {
    name: `${one.localName} ${one.id || one.name || one.textContent.trim().slice(0, 40)}`,
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight,
    uncovered: [...one.getClientRects()].some(shows),
  };
}"""


def tab_to(page: Page, wanted: Locator, most: int = 60, back: bool = False) -> None:
    """Press Tab until it has the focus; every stop on the way has to be seen."""
    target = wanted.element_handle()
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the keyboard never came to {wanted}")


def walk(page: Page, most: int) -> list[str]:
    """Press Tab so many times; returns the stops that were not seen."""
    unseen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at["name"].startswith("body"):
            break
        if not (at["outlined"] and at["inside"] and at["uncovered"]):
            unseen.append(str(at))
    return unseen


def test_the_first_stop_skips_to_the_page(place: Place) -> None:
    page = place.visitor()
    page.goto("/wiki/style-guide")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the page")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_search_and_filter_by_keyboard(place: Place) -> None:
    page = place.visitor()
    page.goto("/")
    tab_to(page, page.locator("#find"))
    page.keyboard.type("members")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    box = page.locator(".facet input[type=checkbox]").first
    name, term = box.get_attribute("name"), box.get_attribute("value")
    tab_to(page, box)
    page.keyboard.press("Space")
    expect(page.locator(".chosen")).to_be_visible()
    expect(page.locator(f"input[type=checkbox][name='{name}'][value='{term}']")).to_be_focused()
    tab_to(page, page.get_by_role("link", name="Clear filters"))
    page.keyboard.press("Enter")
    expect(page.locator(".chosen")).to_have_count(0)


def test_the_menu_opens_and_closes_by_keyboard(place: Place) -> None:
    page = place.visitor("editor", width=PHONE)
    page.goto("/case-studies")
    summary = page.locator("details.menu.phone > summary")
    tab_to(page, summary)
    page.keyboard.press("Enter")
    drafts = page.get_by_role("link", name="Your drafts").locator("visible=true")
    tab_to(page, drafts)
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(drafts).to_have_count(0)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Your drafts").locator("visible=true"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your drafts")


def test_write_preview_and_save_by_keyboard(place: Place) -> None:
    page = place.visitor("editor")
    page.goto("/new/page")
    tab_to(page, page.locator("#f-title"))
    page.keyboard.type("By keyboard alone")
    tab_to(page, page.locator("#f-body"))
    page.keyboard.type("Typed without a mouse.")
    tab_to(page, page.get_by_role("button", name="Preview"), back=True)
    page.keyboard.press("Enter")
    expect(page.locator("[data-pane=preview]")).to_contain_text("Typed without a mouse.")
    expect(page.locator("[data-pane=preview]")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Write", exact=True), back=True)
    page.keyboard.press("Space")
    expect(page.locator("#f-body")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Save page"))
    page.keyboard.press("Enter")
    expect(told(page)).to_contain_text("Saved at ")


def test_focus_is_seen_at_every_stop(place: Place) -> None:
    unseen: dict[str, list[str]] = {}
    for role, width, path in (
        ("reader", DESK, "/wiki/west-virginia-teachers-2018"),
        ("reader", PHONE, "/search?q=members"),
        ("editor", PHONE, "/wiki/west-virginia-teachers-2018/edit"),
        ("editor", DESK, "/new/case_study"),
    ):
        page = place.visitor(role, width=width)
        page.goto(path)
        unseen[f"{path} at {width}"] = walk(page, 70)
    assert {path: stops for path, stops in unseen.items() if stops} == {}


def test_suggestions_while_typing(place: Place) -> None:
    page = place.visitor(width=PHONE)
    page.goto("/case-studies")
    box = page.get_by_role("combobox", name="Search")
    rows = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    status = page.locator("form[data-suggest] [role=status]")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    expect(rows).to_have_count(0)  # nothing was searched yet
    box.press_sequentially("text")
    expect(rows.last).to_have_text("See all results for “text”")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("group", name="Topics").get_by_role("option").first).to_contain_text("Mobile and text")
    expect(status).to_have_text(f"Suggestions: {rows.count() - 1}")
    assert violations(page, [*TAGS, "best-practice"]) == []
    assert overflow(page) == 0
    box.press("ArrowDown")
    expect(rows.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == rows.first.get_attribute("id")
    box.press("Escape")
    expect(rows).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("text")
    expect(box).to_be_focused()
    box.press_sequentially("in")
    expect(rows.last).to_have_text("See all results for “textin”")
    box.press("ArrowUp")
    box.press("ArrowUp")
    topic = page.get_by_role("group", name="Topics").get_by_role("option").last
    expect(topic).to_have_attribute("aria-selected", "true")
    wanted = topic.get_attribute("data-url")
    assert wanted
    box.press("Enter")
    page.wait_for_url(f"**{wanted}")


def test_ones_own_last_searches(place: Place) -> None:
    page = place.visitor()
    page.goto("/case-studies")
    box = page.get_by_role("combobox", name="Search")
    rows = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    status = page.locator("form[data-suggest] [role=status]")
    box.press_sequentially("petition")
    expect(rows.last).to_be_visible()
    box.press("Enter")  # nothing is chosen: the words go
    page.wait_for_url("**/search?q=petition")
    page.goto("/case-studies")
    box.press("ArrowDown")
    expect(page.get_by_role("group", name="Your last searches").get_by_role("option")).to_have_text(["petition"])
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/search?q=petition")
    page.goto("/case-studies")
    box.press("ArrowDown")
    box.press("ArrowUp")
    box.press("Enter")
    expect(status).to_have_text("Forgotten.")
    assert page.evaluate("localStorage.length") == 0


def test_signing_out_forgets_the_last_searches(place: Place) -> None:
    page = place.visitor("editor")
    page.goto("/search")
    page.locator("#find").fill("petition")
    page.locator("#find").press("Enter")
    page.wait_for_url("**/search?q=petition")
    assert page.evaluate("localStorage.getItem('fieldbook:searches')") == '["petition"]'
    page.goto("/sign-out")
    page.locator("main").get_by_role("button", name="Sign out").press("Enter")
    page.wait_for_url(lambda address: "sign-out" not in address)
    assert page.evaluate("localStorage.getItem('fieldbook:searches')") is None


def test_a_shared_computer_keeps_no_searches(place: Place) -> None:
    page = place.visitor()
    for kept in (True, False):
        page.goto("/search")
        if not kept:
            page.get_by_text("What you can type").press("Enter")
            page.get_by_role("button", name="Keep none on this computer").press("Enter")
            expect(page.get_by_role("button", name="Keep them here")).to_be_focused()
        page.locator("#find").fill("petition")
        page.locator("#find").press("Enter")
        page.wait_for_url("**/search?q=petition")
        page.goto("/case-studies")
        box = page.get_by_role("combobox", name="Search")
        box.press("ArrowDown")
        expect(page.get_by_role("option", name="petition")).to_have_count(1 if kept else 0)
    assert page.evaluate("localStorage.getItem('fieldbook:searches')") == '"off"'
