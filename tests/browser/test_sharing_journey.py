"""A visitor shares a case on a phone, a trainer finishes it, the contributor agrees; and nothing typed is lost."""

import pytest
from browser_fit import is_for_everyone
from browser_place import DESK, PHONE, Place, told
from playwright.sync_api import Page, expect

from storage.database import Database
from wiki.pages import recording
from wiki.pages.model import CONSENT, Proposal


def tell(page: Page, title: str) -> None:
    """Answer question after question."""
    page.goto("/share")
    for words in (
        title,
        "",
        "We texted each shift.",
        "",
        "Night shift never answered.",
        "",
        "Turnout rose by half.",
        "A hall",
    ):
        is_for_everyone(page)
        if words:
            page.locator("main input[type=text]:visible, main textarea").first.fill(words)
        else:
            page.locator("main .choice input").first.check()
        page.get_by_role("button", name="Next question").or_(page.get_by_role("button", name="Last step")).click()
    is_for_everyone(page)
    page.get_by_label("By a pen name").check()
    page.get_by_label("Pen name", exact=True).fill("Nightjar")
    page.get_by_role("button", name="Send it to a trainer").click()


def finish(place: Place, title: str) -> int:
    """A trainer writes on and sends it for consent, in a window that nobody looks at."""
    number, trainer = place.waiting(title), place.site.person("trainer")
    with place.site.service(Database).write() as session:
        found = session.get(Proposal, number)
        assert found is not None
        found.claimed_by = trainer.id
        change = recording.Change({**found.values, "results": "Rates rose from 40 to 61 percent."})
        recording.add_round(session, place.site.clock(), found, 0, change, mended_by=trainer.id)
        recording.decide(session, place.site.clock(), trainer, number, CONSENT)
    return number


@pytest.mark.parametrize(("width", "script"), [(PHONE, True), (DESK, False)])
def test_shared_finished_agreed_to_and_public(place: Place, width: int, script: bool) -> None:
    title = f"Texting the night shift {width}"
    page = place.visitor(width=width)
    tell(page, title)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Your case is with a trainer.")
    is_for_everyone(page)
    code = page.locator("#code").text_content() or ""
    page.get_by_role("button", name="I have written it down").click()
    finish(place, title)

    later = place.visitor(width=width, script=script)
    later.goto("/contribution")
    later.get_by_label("Code", exact=True).fill(code.lower())
    later.get_by_role("button", name="Open", exact=True).click()
    expect(later.get_by_role("heading", name="May it be published?")).to_be_visible()
    expect(later.locator("ins").first).to_be_visible()
    if script:
        is_for_everyone(later)
    later.get_by_role("button", name="Yes, publish it").click()
    expect(told(later)).to_contain_text("Thank you.")
    later.get_by_role("link", name="See the page").click()
    expect(later.get_by_role("heading", level=1)).to_have_text(title)
    expect(later.get_by_text("Reviewed by Trainer")).to_be_visible()

    later.go_back()
    later.get_by_text("Withdraw your consent", exact=True).click()
    later.get_by_role("button", name="Withdraw it and take the page offline").click()
    expect(later.get_by_text("You withdrew your consent")).to_be_visible()


def test_what_is_typed_is_kept_in_this_browser_and_leaves_it_when_it_is_sent(place: Place) -> None:
    page = place.visitor(width=PHONE)
    page.goto("/share")
    page.get_by_label("What is your case about?").fill("Kept as typed")
    assert "Kept as typed" in str(page.evaluate("localStorage.getItem('fieldbook:share')"))
    expect(page.locator("[data-saved]")).to_contain_text("Kept at")
    page.goto("/share")
    expect(page.get_by_text("You began “Kept as typed”")).to_be_visible()
    is_for_everyone(page)
    page.get_by_role("button", name="Discard it and begin anew").click()
    expect(told(page)).to_have_text("It is gone.")
    assert page.evaluate("localStorage.getItem('fieldbook:share')") is None


def test_words_that_never_reached_the_server_are_offered_again(place: Place) -> None:
    page = place.visitor(width=PHONE)
    place.allow("/share/keep")
    page.goto("/share")
    page.route("**/share/keep", lambda route: route.abort())
    page.get_by_label("What is your case about?").fill("Typed in a tunnel")
    expect(page.locator("[data-saved]")).to_have_text("Kept on this device.")
    page.goto("/share")
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_label("What is your case about?")).to_have_value("Typed in a tunnel")


def test_all_on_one_page_by_keyboard(place: Place) -> None:
    page = place.visitor(width=DESK)
    page.goto("/share?question=all")
    is_for_everyone(page)
    page.get_by_label("What is your case about?").focus()
    page.keyboard.type("By keyboard alone")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Send it to a trainer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    is_for_everyone(page)
    page.get_by_role("link", name="“What did you do?” is needed").click()
    expect(page.get_by_label("What did you do?")).to_be_focused()
