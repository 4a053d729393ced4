"""The screens of writing together: sharing, suggesting, reviewing, talking, watching, checking, removing."""

from dataclasses import replace

from browser_furniture import Furnished
from browser_place import Place
from browser_shot import Reach, Shot, answered, at
from playwright.sync_api import Page

ANSWERS = {"what_we_did": "We texted each shift.", "what_failed": "Nights.", "summary": "Half of them answered."}


def together(found: Furnished) -> list[Shot]:
    """All of them; those of one column are looked at on a phone alone."""
    ruled = [*_suggesting(), *_reviewing(found), *_pages()]
    plain = [*_sharing(found), *_talking(found), *_checking(), *_removing()]
    return [*ruled, *(replace(shot, desk=False) for shot in plain)]


def tell(page: Page, _: Place) -> None:
    """A case, told on one page and sent; the code is shown."""
    page.goto("/share?question=all")
    for name, words in {"title": "Gallery case of a visitor", "org_description": "A local", **ANSWERS}.items():
        page.locator(f"main [name={name}]").fill(words)
    for name in ("areas", "org_type", "outcome"):
        page.locator(f"main input[name={name}]").first.check()
    page.get_by_role("button", name="Send it to a trainer").click()
    page.locator("#code").wait_for()


def suggest(page: Page, _: Place) -> None:
    """A change that is sent without an account."""
    page.goto("/wiki/gallery-clash/suggest")
    page.locator("#f-body").fill(f"Other words, for {page.viewport_size}.")  # the same twice is not taken
    page.get_by_label("What did you change?").fill("A typo")
    page.get_by_role("button", name="Send for review").click()
    page.locator("#code").wait_for()


def opened(code: str) -> Reach:
    """A contribution, by its code; a browser that opened it keeps it open."""

    def go(page: Page, _: Place) -> None:
        page.goto("/contribution")
        page.locator("#f-code").fill(code)
        page.get_by_role("button", name="Open", exact=True).click()
        page.get_by_role("heading", name="May it be published?").wait_for()

    return go


def looked_for(page: Page, _: Place) -> None:
    """Where a name stands, before it is taken out."""
    page.goto("/removals/words")
    page.locator("#f-words").fill("Gallery clash")
    page.get_by_role("button", name="Look where it stands").click()
    page.locator("#f-confirm").wait_for()


def previewed(page: Page, _: Place) -> None:
    """A comment as it would look."""
    page.goto("/wiki/gallery-talk/talk")
    page.locator("#f-text").fill("Plain **words** for @nobody-here.")
    page.get_by_role("button", name="Preview").click()
    page.get_by_text("stay plain text").wait_for()


def _sharing(found: Furnished) -> list[Shot]:
    change = f"/contribution/{found.consent}/change"
    send = "Send it to a trainer"
    return [
        Shot("share: a question", "reader", at("/share?question=1")),
        Shot("share: outcome", "reader", at("/share?question=6")),
        Shot("share: all on one page", "reader", at("/share?question=all")),
        Shot("share: with what is missing", "reader", answered("/share?question=all", "title", "x", send), 422),
        Shot("share: last step", "reader", at("/share?question=last")),
        Shot("share: thanks", "reader", tell),
        Shot("code", "reader", at("/contribution")),
        Shot("code, wrong", "reader", answered("/contribution", "code", "0000", "Open"), 422),
        Shot("contribution opened", "reader", opened(found.code)),
        Shot("contribution, written on", "reader", at(change)),
    ]  # fmt: skip


def _suggesting() -> list[Shot]:
    return [
        Shot("suggest a change", "reader", at("/wiki/gallery-clash/suggest")),
        Shot("suggestion sent", "reader", suggest),
        Shot("contributions", "editor", at("/contributions")),
        Shot("person", "reader", at("/people/editor")),
        Shot("roles", "reader", at("/roles")),
        Shot("role", "reader", at("/roles/trainer")),
    ]


def _reviewing(found: Furnished) -> list[Shot]:
    return [
        Shot("review of a change", "editor", at(f"/review/{found.change}")),
        Shot("review of a case just told", "editor", at(f"/review/{found.shared}")),
        Shot("review that waits for its writer", "editor", at(f"/review/{found.consent}")),
        Shot("rounds", "editor", at(f"/review/{found.consent}/rounds/2")),
        Shot("mend", "editor", at(f"/review/{found.change}/mend")),
        Shot("trust", "editor", at("/review/trust")),
    ]


def _pages() -> list[Shot]:
    return [
        Shot("page with comments", "reader", at("/wiki/gallery-talk")),
        Shot("page with comments and tools", "editor", at("/wiki/gallery-talk")),
        Shot("how-to that is fresh", "reader", at("/wiki/gallery-how-to-fresh")),
        Shot("how-to that is overdue", "reader", at("/wiki/gallery-how-to-overdue")),
        Shot("how-to that was flagged", "reader", at("/wiki/gallery-how-to-flagged")),
        Shot("how-to with its tools", "editor", at("/wiki/gallery-how-to-flagged")),
    ]


def _talking(found: Furnished) -> list[Shot]:
    talk = "/wiki/gallery-talk/talk"
    return [
        Shot("talk", "reader", at(talk)),
        Shot("talk to write in", "editor", at(talk)),
        Shot("talk about a part", "editor", at(f"{talk}?section=sources")),
        Shot("comment previewed", "editor", previewed),
        Shot("comment with nothing in it", "editor", answered(talk, "text", " ", "Send"), 422),
        Shot("reply", "editor", at(f"{talk}/{found.spoken}/reply")),
        Shot("comment in other words", "editor", at(f"{talk}/{found.spoken}/edit")),
        Shot("withdraw a comment", "editor", at(f"{talk}/{found.spoken}/withdraw")),
        Shot("hide a comment", "editor", at(f"{talk}/{found.held}/hide")),
        Shot("comments that wait", "editor", at("/talk/held")),
    ]


def _checking() -> list[Shot]:
    return [
        Shot("no longer matches", "reader", at("/wiki/gallery-how-to-fresh/mismatch")),
        Shot("tasks", "editor", at("/tasks")),
        Shot("tasks: overdue", "editor", at("/tasks?show=overdue")),
        Shot("check", "editor", at("/wiki/gallery-how-to-overdue/check")),
        Shot("care", "editor", at("/wiki/gallery-how-to-overdue/care")),
    ]


def _removing() -> list[Shot]:
    return [
        Shot("removals", "admin", at("/removals")),
        Shot("remove a page", "admin", at("/wiki/gallery-clash/remove")),
        Shot("remove a version", "admin", at("/wiki/gallery-clash/history/1/remove")),
        Shot("remove a name from texts", "admin", at("/removals/words")),
        Shot("a name in texts", "admin", looked_for),
    ]
