"""Hostile texts in a real browser without any content policy: nothing runs, nothing leaves."""

import os

import pytest
from hostile_texts import HOSTILE

from wiki.rendering.pipeline import render, resolve, to_html

SITE = "http://fieldbook.test"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
HEAD = "<!doctype html><meta charset=utf-8><title>Hostile</title>"
HEAD += "<script>window.hits = 0; function hit() { hits += 1 }</script>"


@pytest.fixture(scope="module")
def chromium(playwright):
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    browser = playwright.chromium.launch(executable_path=path, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture
def visit(chromium):
    """Opens a page with this body; tells which addresses it asked for, what spoke up, and the page."""
    context = chromium.new_context()
    asked, spoken = [], []

    def opened(body):
        page = context.new_page()

        def answer(route):
            asked.append(route.request.url)
            known = route.request.url == f"{SITE}/page"
            route.fulfill(status=200 if known else 404, content_type="text/html", body=HEAD + body if known else "")

        context.route("**/*", answer)
        page.on("dialog", lambda dialog: (spoken.append(dialog.message), dialog.dismiss()))
        page.on("popup", lambda popup: spoken.append(popup.url))
        page.goto(f"{SITE}/page", wait_until="load")
        return page, asked, spoken

    yield opened
    context.close()


ACT = """() => {
    document.addEventListener('click', event => {
        const link = event.target.closest('a[href]');
        if (link && /^(https?|mailto):$/.test(new URL(link.href, location).protocol)) event.preventDefault();
    });
    const kinds = ['click', 'mouseover', 'focus', 'toggle', 'load', 'error', 'animationstart', 'begin'];
    for (const node of document.body.querySelectorAll('*')) {
        for (const kind of kinds) node.dispatchEvent(new Event(kind, {bubbles: true, cancelable: true}));
        if (node.tagName === 'DETAILS') node.open = !node.open;
        if (node.click) node.click();
    }
    return document.body.querySelectorAll('*').length;
}"""


@pytest.mark.browser
def test_nothing_runs_by_itself_or_by_a_click(visit):
    body = "\n".join(
        f"<section>{html}</section>" for text in HOSTILE for html in (to_html(text), resolve(render(text).html, {}))
    )
    page, asked, spoken = visit(body)
    assert page.evaluate(ACT) > len(HOSTILE)
    page.wait_for_function("() => document.readyState === 'complete'")
    assert page.evaluate("() => window.hits") == 0
    assert spoken == []
    assert page.url == f"{SITE}/page"
    assert [address for address in asked if not address.startswith(SITE)] == []
    assert (
        page.evaluate("() => document.querySelectorAll('body script, body style, body iframe, body form').length") == 0
    )
    assert page.evaluate("() => [...document.links].filter(a => /script|data:/.test(a.protocol)).length") == 0


@pytest.mark.browser
def test_no_text_reaches_what_stands_around_it(visit):
    body = "".join(f"<section>{to_html(text)}</section>" for text in HOSTILE)
    page, _, _ = visit(body)
    assert page.evaluate("() => document.body.children.length") == len(HOSTILE)
    assert page.evaluate("() => [...document.body.children].every(node => node.tagName === 'SECTION')")
    assert page.evaluate("() => typeof document.forms.length === 'number' && location.href === document.URL")


@pytest.mark.browser
def test_the_same_page_would_notice_a_script(visit):
    page, _, _ = visit("<img src=x onerror=hit()><a href='javascript:hit()'>a</a>")
    page.evaluate(ACT)
    page.wait_for_function("() => window.hits >= 2")
