"""What the scripts add, in a real browser under the real content policy: titles while typing, drafts, preview, rows."""

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, Response, jsonify, render_template, request
from jinja2 import FileSystemLoader
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from auth.model import ANONYMOUS
from wiki.errors import Problem
from wiki.web.assets import asset

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


class Site:
    """A server with the real templates and assets; remembers what it was sent, and can be told to fail."""

    def __init__(self) -> None:
        self.down = False
        self.drafts: list[dict[str, str]] = []
        self.url = ""

    def app(self) -> Flask:
        app = Flask(__name__, static_folder=str(ROOT / "wiki/static/dist"), static_url_path="/static")
        app.secret_key = "only for this test"
        app.jinja_loader = FileSystemLoader([Path(__file__).parent / "templates", ROOT / "templates"])
        app.jinja_env.add_extension("jinja2.ext.i18n")
        app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
        app.jinja_env.globals.update(
            asset=asset, site=SimpleNamespace(name="Fieldbook"), nav=[], csrf_token=lambda: "token",
            actor=ANONYMOUS, may={}, theme="system",
        )  # fmt: skip
        app.after_request(self._guard)
        app.add_url_rule("/write", "write", lambda: render_template("writing.html"), methods=["GET", "POST"])
        app.add_url_rule("/wrong", "wrong", self._wrong)
        app.add_url_rule("/search", "search", lambda: render_template("search.html"))
        app.add_url_rule("/search/suggest", "suggest", self._suggest)
        app.add_url_rule("/draft", "draft", self._draft, methods=["POST"])
        app.add_url_rule("/preview", "preview", lambda: f"<p>Seen: {request.form['story']}</p>", methods=["POST"])
        return app

    def _guard(self, answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = POLICY
        return answer

    def _wrong(self) -> str:
        return render_template("writing.html", problems=[Problem("title", "Write a title of at most %(n)s", {"n": 20})])

    def _suggest(self) -> Response:
        items = [{"title": "West Virginia teachers", "url": "/search?seen=west"}]
        topic = {"title": "Western region", "note": "Region, also west", "url": "/topics/region/west"}
        return jsonify(
            groups=[
                {"sort": "pages", "label": "Case studies", "items": items},
                {"sort": "topics", "label": "Topics", "items": [topic]},
            ]
        )

    def _draft(self) -> Any:
        if self.down:
            return "Service unavailable", 503
        self.drafts.append({**request.form.to_dict(), "header": request.headers["X-CSRFToken"]})
        return jsonify(saved_at="2026-11-23T14:02:00Z", words="Draft saved at 2:02 p.m.")


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    server = make_server("127.0.0.1", 0, site.app(), threaded=True)
    site.url = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    thread.join()


@pytest.fixture
def quiet_page(page: Page) -> Iterator[Page]:
    """A page on which nothing may break the content policy or throw."""
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda line: broken.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    assert broken == []


def test_titles_appear_while_typing_and_are_chosen_by_keyboard(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/search")
    box = quiet_page.get_by_role("combobox", name="Search")
    box.press_sequentially("we")
    rows = quiet_page.get_by_role("option")
    expect(rows).to_have_count(3)
    expect(rows.last).to_have_text("See all results for “we”")
    expect(quiet_page.get_by_role("group", name="Topics").get_by_role("option")).to_have_count(1)
    expect(quiet_page.get_by_role("status").first).to_have_text("Suggestions: 2")
    box.press("Escape")
    expect(rows).to_have_count(0)
    expect(box).to_have_value("we")
    box.press_sequentially("s")
    expect(rows).to_have_count(3)
    box.press("ArrowDown")
    expect(rows.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(quiet_page.locator(".quiet")).to_have_text("seen=west")


def test_a_chosen_facet_applies_at_once_and_keeps_the_cursor(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/search")
    quiet_page.get_by_label("How-to").check()
    expect(quiet_page.locator(".quiet")).to_have_text("kind=how_to&tool=a")
    expect(quiet_page.get_by_label("How-to")).to_be_focused()


def test_a_long_facet_is_narrowed_by_its_box_and_what_is_ticked_stays(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/search")
    box = quiet_page.get_by_role("searchbox", name="Find in: Tool")
    box.fill("SIG")
    labels = quiet_page.get_by_role("group", name="Tool").locator("label:not([hidden])")
    expect(labels).to_have_text(["Airtable", "Signal"])
    expect(quiet_page.get_by_role("group", name="Tool").get_by_role("status")).to_have_text("Choices left: 2")
    box.press("Enter")  # sends nothing
    expect(box).to_have_value("SIG")
    box.fill("")
    expect(labels).to_have_count(4)
    expect(quiet_page.get_by_role("group", name="Kind").get_by_role("searchbox")).to_have_count(0)


def test_drafts_reach_the_server_after_a_pause_in_its_own_words(quiet_page: Page, site: Site) -> None:
    quiet_page.clock.install()
    quiet_page.goto(f"{site.url}/write")
    quiet_page.get_by_label("Title", exact=True).fill("Second")
    quiet_page.clock.run_for(4100)
    expect(quiet_page.locator("[data-saved]")).to_have_text("Draft saved at 2:02 p.m.")
    assert site.drafts[-1]["title"] == "Second"
    assert site.drafts[-1]["header"] == "token"


def test_words_the_server_never_got_are_kept_here_said_so_and_offered_again(quiet_page: Page, site: Site) -> None:
    site.down = True
    asked: list[str] = []
    quiet_page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    quiet_page.clock.install()
    quiet_page.goto(f"{site.url}/write")
    quiet_page.get_by_role("button", name="Add a row").click()
    quiet_page.locator("[name='tools.2.name']").fill("Third tool")
    quiet_page.get_by_label("Title", exact=True).fill("Only here")
    quiet_page.clock.run_for(4100)
    expect(quiet_page.locator("[data-saved]")).to_contain_text("Not saved on the server; kept in this browser at")
    quiet_page.goto(f"{site.url}/write")
    assert asked == ["beforeunload"]
    expect(quiet_page.get_by_text("This browser kept words that never reached the server")).to_be_visible()
    quiet_page.get_by_role("button", name="Restore").click()
    expect(quiet_page.get_by_label("Title", exact=True)).to_have_value("Only here")
    expect(quiet_page.locator("[name='tools.2.name']")).to_have_value("Third tool")
    site.down = False
    quiet_page.clock.run_for(4100)
    expect(quiet_page.locator("[data-saved]")).to_have_text("Draft saved at 2:02 p.m.")
    assert quiet_page.evaluate("localStorage.length") == 0


def test_rows_are_added_empty_numbered_and_removed(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/write")
    quiet_page.get_by_role("button", name="Add a row").click()
    added = quiet_page.locator("[name='tools.2.name']")
    expect(added).to_be_focused()
    expect(added).to_have_value("")
    expect(quiet_page.locator("[name='tools.2.still']")).to_have_value("")
    quiet_page.get_by_role("button", name="Remove this row").first.click()
    names = quiet_page.locator(".record input")
    assert [one.get_attribute("name") for one in names.all()] == ["tools.0.name", "tools.1.name"]
    assert [one.input_value() for one in names.all()] == ["n1", ""]


def test_preview_titles_tools_and_counters(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/write")
    story = quiet_page.locator("#f-story")
    story.click()
    story.press("Control+End")
    story.press_sequentially(" [[wes")
    expect(quiet_page.locator("text-expander [role=option]")).to_have_count(2)
    story.press("ArrowDown")
    story.press("Enter")
    expect(story).to_have_value("Once [Western region](/topics/region/west)")
    story.press_sequentially(" [[wes")
    expect(quiet_page.locator("text-expander [role=option]")).to_have_count(2)
    story.press("Enter")
    expect(story).to_have_value("Once [Western region](/topics/region/west) [[West Virginia teachers]]")
    story.select_text()
    quiet_page.locator("md-bold").click()
    expect(story).to_have_value("**Once [Western region](/topics/region/west) [[West Virginia teachers]]**")
    quiet_page.get_by_role("button", name="Preview").click()
    expect(quiet_page.get_by_text("Seen: **Once")).to_be_visible()
    expect(story).to_be_hidden()
    quiet_page.get_by_role("button", name="Write").click()
    quiet_page.get_by_label("Title", exact=True).fill("x" * 21)
    expect(quiet_page.locator(".counter.over")).to_have_text("Characters: 21/20")


def test_without_script_the_same_page_is_a_plain_form(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/write")
    assert page.locator("markdown-toolbar").is_hidden()
    assert page.get_by_role("button", name="Preview").get_attribute("form") == "edit"
    assert page.get_by_label("Story").is_visible()
    context.close()


def test_the_first_thing_after_a_wrong_form_is_what_is_wrong(quiet_page: Page, site: Site) -> None:
    quiet_page.goto(f"{site.url}/wrong")
    expect(quiet_page).to_have_title("Error: Writing · Fieldbook")
    expect(quiet_page.get_by_role("alert")).to_be_focused()
    quiet_page.get_by_role("link", name="Title: Write a title of at most 20").click()
    expect(quiet_page.get_by_label("Title", exact=True)).to_be_focused()
    expect(quiet_page.get_by_label("Title", exact=True)).to_have_accessible_description("Write a title of at most 20")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_shell_and_editor_are_free_of_violations(browser: Browser, site: Site, width: int, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site.url}/wrong")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": tags}).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
