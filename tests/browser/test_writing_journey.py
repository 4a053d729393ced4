"""Join, write, be reviewed, be found; preview and drafts; nothing typed is ever lost, whatever comes in between."""

import re

import pytest
from browser_place import DESK, PHONE, Place, told
from front_door import PASSWORD
from playwright.sync_api import Dialog, Page, Route, expect

KEPT_HERE = "Not saved on the server; kept in this browser at"


def write(page: Page, title: str, body: str) -> None:
    page.locator("#f-title").fill(title)
    page.locator("#f-body").fill(body)


@pytest.mark.parametrize(("width", "script"), [(PHONE, True), (DESK, False)])
def test_join_write_be_accepted_be_found(place: Place, width: int, script: bool) -> None:
    title = f"Walrus phone trees {width}"
    place.later()
    page = place.visitor(width=width, script=script)
    page.goto("/sign-in")
    page.get_by_role("link", name="Join").click()
    page.get_by_label("Name or pen name").fill(f"Ada {width}")
    page.get_by_label("E-mail address").fill(f"ada{width}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(lambda url: not url.endswith("/join"))
    page.goto("/new/page")
    write(page, title, "Call ten, who call ten.")
    page.get_by_label("What did you change?").fill("First account")
    page.get_by_role("button", name="Send for review").click()
    expect(told(page)).to_contain_text("Sent for review")
    address = page.url

    reader = place.visitor(width=width)
    assert reader.goto(address).status == 404  # type: ignore[union-attr]

    editor = place.visitor("editor", width=width, script=script)
    editor.goto("/review")
    editor.get_by_role("link", name=title).click()
    expect(editor.get_by_text("Call ten, who call ten.").first).to_be_visible()
    editor.get_by_role("button", name="Accept and publish").click()
    expect(told(editor)).to_have_text("Accepted and published.")

    place.site.work()
    reader.goto(f"/search?q=walrus+{width}")
    reader.get_by_role("link", name=title, exact=True).click()
    expect(reader.get_by_text("Call ten, who call ten.")).to_be_visible()
    expect(reader.locator(".by")).to_contain_text(f"by Ada {width}")


@pytest.mark.parametrize("script", [True, False])
def test_an_ended_session_brings_everything_back(place: Place, script: bool) -> None:
    slug = place.page(f"Ended session {script}", summary="Before.", body="Before.")
    page = place.visitor("editor", width=PHONE, script=script)
    page.goto(f"/wiki/{slug}/edit")
    page.locator("#f-body").fill("Written for an hour.")
    page.get_by_label("What did you change?").fill("All of it")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save page").click()
    expect(page.get_by_text("Your text is safe")).to_be_visible()
    place.later()
    page.get_by_label("E-mail address").fill("editor@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.locator("#f-body")).to_have_value("Written for an hour.")
    expect(page.get_by_label("What did you change?")).to_have_value("All of it")
    expect(page.locator("#f-title")).to_have_value(f"Ended session {script}")
    page.get_by_role("button", name="Save page").click()
    expect(told(page)).to_contain_text("Saved at ")
    expect(page.get_by_text("Written for an hour.")).to_be_visible()


def test_drafts_are_saved_on_the_servers_word_alone(place: Place) -> None:
    page = place.visitor("editor")
    page.clock.install()
    page.goto("/new/page")
    write(page, "Draft of an otter", "First words.")
    saved = page.locator("[data-saved]")
    expect(saved).to_have_text("")
    page.clock.run_for(4100)
    expect(saved).to_have_text(re.compile(r"^Draft saved at \d"))
    page.clock.resume()
    page.goto("/drafts")  # nothing is unsaved, so nothing asks
    page.get_by_role("link", name="Draft of an otter").click()
    expect(page.locator("#f-body")).to_have_value("First words.")
    page.get_by_role("button", name="Keep as draft").click()
    expect(told(page)).to_have_text("Draft saved. Nobody but you sees it.")
    page.get_by_role("button", name="Discard this draft Draft of an otter").click()
    expect(told(page)).to_have_text("The draft is gone.")


def test_words_the_server_never_got_stay_in_the_browser_and_are_offered(place: Place) -> None:
    page = place.visitor("editor")
    place.allow("console: ", "/drafts/keep/")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    def unreachable(route: Route) -> None:
        route.abort("internetdisconnected")

    page.on("dialog", answer)
    page.route("**/drafts/keep/**", unreachable)
    page.clock.install()
    page.goto("/new/page")
    write(page, "Only in this browser", "Nobody has these words.")
    page.clock.run_for(4100)
    expect(page.locator("[data-saved]")).to_contain_text(KEPT_HERE)
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.get_by_text("This browser kept words that never reached the server")).to_be_visible()
    page.get_by_role("button", name="Restore").click()
    expect(page.locator("#f-title")).to_have_value("Only in this browser")
    expect(page.locator("#f-body")).to_have_value("Nobody has these words.")
    page.unroute("**/drafts/keep/**")
    page.clock.run_for(4100)
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^Draft saved at \d"))
    assert page.evaluate("localStorage.length") == 0


def test_staying_when_asked_keeps_everything(place: Place) -> None:
    page = place.visitor("editor", width=PHONE)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto("/new/page")
    write(page, "Leaving", "Half a thought.")
    page.locator(".wordmark").click(no_wait_after=True)
    expect(page.locator("#f-body")).to_have_value("Half a thought.")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("script", [True, False])
def test_preview_shows_the_page_and_write_goes_back(place: Place, script: bool) -> None:
    page = place.visitor("editor", width=PHONE, script=script)
    page.goto("/new/page")
    write(page, "Seen before", "Some **strong** words and [[Nothing here]].")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("strong", has_text="strong")).to_be_visible()
    expect(page.locator("#f-body")).to_be_hidden()
    expect(page.get_by_role("button", name="Preview")).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Write", exact=True).click()
    expect(page.locator("#f-body")).to_have_value("Some **strong** words and [[Nothing here]].")
    page.get_by_role("button", name="What changed").click()
    expect(page.locator("ins", has_text="Seen before").first).to_be_visible()
    expect(page.get_by_text("This browser kept words")).to_be_hidden()  # they reached the server


def test_a_form_with_errors_says_so_first_and_keeps_every_word(place: Place) -> None:
    page = place.visitor("editor", width=PHONE)
    page.goto("/new/page")
    page.locator("#f-body").fill("Everything stays.")
    page.get_by_role("button", name="Save page").click()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.locator("#f-title")).to_be_focused()
    expect(page.locator("#f-body")).to_have_value("Everything stays.")
    page.locator("#f-title").fill("Mended")
    page.get_by_role("button", name="Save page").click()
    expect(told(page)).to_contain_text("Saved at ")


def test_without_script_one_reads_searches_writes_previews_saves_and_looks_back(place: Place) -> None:
    page = place.visitor("editor", script=False)
    page.goto("/new/page")
    write(page, "Plain axolotl", "First paragraph.")
    page.get_by_role("button", name="Save page").click()
    expect(told(page)).to_contain_text("Saved at ")
    page.get_by_role("link", name="Edit", exact=True).click()
    page.locator("#f-body").fill("Second thoughts.")
    page.get_by_label("What did you change?").fill("Thought again")
    page.get_by_role("button", name="Save page").click()
    expect(page.get_by_text("Second thoughts.")).to_be_visible()
    place.site.work()
    page.goto("/search?q=axolotl")
    page.get_by_role("link", name="Plain axolotl", exact=True).click()
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("Thought again")).to_be_visible()
    page.get_by_role("button", name="Compare these two").click()
    expect(page.locator("del", has_text="First paragraph").first).to_be_visible()
    expect(page.locator("ins", has_text="Second thoughts").first).to_be_visible()


def test_rows_are_added_and_removed_without_script_and_never_pile_up(place: Place) -> None:
    page = place.visitor("editor", script=False)
    page.goto("/wiki/style-guide/edit")
    rows = page.locator("[data-records=sources] .record")
    before = rows.count()
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Write", exact=True).click()
    assert rows.count() == before
    page.locator("[data-records=sources] [data-add]").click()
    assert rows.count() == before + 1
    page.locator("[data-records=sources] [data-remove]").first.click()
    assert rows.count() == before
