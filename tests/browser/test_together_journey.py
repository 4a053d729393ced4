"""Everybody's part in one case: told on a phone, finished by a trainer, agreed to, published, and its watcher told."""

from browser_place import DESK, PHONE, Place, told
from playwright.sync_api import Page, expect

TITLE = "One phone for the night shift"
ANSWERS = (TITLE, "", "We texted each shift.", "", "Night shift never answered.", "", "Turnout rose by half.",
           "A two-staff local of hospital workers")  # fmt: skip


def share(page: Page) -> str:
    """Tell the case without an account, by a pen name; returns the code."""
    page.goto("/share")
    for words in ANSWERS:
        if words:
            page.locator("main input[type=text]:visible, main textarea").first.fill(words)
        else:
            page.locator("main .choice input").first.check()
        page.get_by_role("button", name="Next question").or_(page.get_by_role("button", name="Last step")).click()
    page.get_by_label("By a pen name").check()
    page.get_by_label("Pen name", exact=True).fill("Nightjar")
    page.get_by_role("button", name="Send it to a trainer").click()
    return page.locator("#code").text_content() or ""


def finish(page: Page) -> None:
    """Take the case up, write on, and send it back for consent."""
    page.goto("/review?show=quick")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_role("button", name="Accept and publish")).to_have_count(0)
    page.get_by_role("link", name="Mend it first").click()
    page.locator("details", has=page.locator("#f-results")).first.evaluate("part => part.open = true")
    page.locator("#f-results").fill("Answers rose from 40 to 61 percent.")
    expect(page.get_by_role("button", name="Publish with my mending")).to_have_count(0)
    page.get_by_role("button", name="Keep as next round").click()
    page.get_by_role("button", name="Send for the writer’s consent").click()
    expect(told(page)).to_be_visible()


def test_told_finished_agreed_to_published_and_told_of(place: Place) -> None:
    watcher = place.visitor("member", name="Watcher of cases")
    watcher.goto("/case-studies")
    watcher.get_by_role("button", name="Watch", exact=True).click()
    code = share(place.visitor(width=PHONE))
    finish(place.visitor("trainer", width=DESK))
    place.site.work()
    watcher.goto("/inbox")
    expect(watcher.get_by_text(TITLE)).to_have_count(0)  # nothing published yet, so it does not exist for members

    later = place.visitor(width=PHONE)
    later.goto("/contribution")
    later.get_by_label("Code", exact=True).fill(code)
    later.get_by_role("button", name="Open", exact=True).click()
    expect(later.get_by_text("Answers rose from 40 to 61 percent.").first).to_be_visible()
    later.get_by_role("button", name="Yes, publish it").click()
    later.get_by_role("link", name="See the page").click()
    expect(later.locator(".by")).to_contain_text("Nightjar")
    expect(later.locator(".by")).to_contain_text("Reviewed by Trainer")

    place.site.work()
    watcher.goto("/inbox")
    expect(watcher.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(watcher.get_by_text("Nightjar published")).to_be_visible()
