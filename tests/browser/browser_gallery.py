"""Every page of the product, as those who may see it reach it: what all of them have to be is tested in one place."""

from browser_furniture import BODY, Furnished, furnished
from browser_place import Place
from browser_shot import Reach, Shot, answered, at
from browser_together import together
from playwright.sync_api import Page

from auth.desk import Desk
from wiki.pages.service import Pages
from wiki.watching.stopping import Stopping

LISTS = ("case-studies", "how-tos", "tools", "events", "sessions", "questions", "next-steps", "collections", "pages")


def preview(page: Page, _: Place) -> None:
    page.goto("/wiki/gallery-page/edit")
    page.get_by_role("button", name="Preview").click()
    page.locator("[data-pane=preview]:not([hidden]) .prose").first.wait_for()


def changes(page: Page, _: Place) -> None:
    page.goto("/wiki/gallery-page/edit")
    page.locator("#f-body").fill("Other words.")
    page.get_by_role("button", name="What changed").click()
    page.locator("ins").first.wait_for()


def errors(page: Page, _: Place) -> None:
    page.goto("/new/case_study")
    page.get_by_role("button", name="Save page").click()
    page.get_by_role("alert").wait_for()


def conflict(page: Page, place: Place) -> None:
    """Somebody saves while one writes; the page keeps growing by a version with every look."""
    pages, who = place.site.service(Pages), place.site.person("trainer")
    page.goto("/wiki/gallery-clash/edit")
    base = int(page.locator("input[name=base]").input_value())
    theirs = {"title": "Gallery clash", "summary": f"Theirs {base}.", "body": BODY.replace("First", f"Theirs {base}")}
    pages.save(who, "gallery-clash", base, theirs)
    page.locator("#f-body").fill(BODY.replace("First", "Mine"))
    page.get_by_role("button", name="Save page").click()
    page.locator(".clash").first.wait_for()


def ours(path: str) -> Reach:
    """A list for somebody who said what their organization is like; the next look is again of somebody who did not."""

    def look(page: Page, place: Place) -> None:
        page.context.add_cookies([{"name": "ours", "value": "org_type=local_union", "url": place.url}])
        page.goto(path)
        page.context.clear_cookies(name="ours")

    return look


def gallery(place: Place) -> list[Shot]:
    """Furnish the site with what the pages need, once, and list them all."""
    found = furnished(place)
    return [
        *_reading(),
        *_joining(place),
        *_writing(place, found),
        *_ruling(place),
        *vocabularies(found),
        *together(found),
    ]


def _reading() -> list[Shot]:
    return [
        Shot("home", "reader", at("/")),
        *(Shot(f"list {path}", "reader", at(f"/{path}")) for path in LISTS),
        Shot("list narrowed", "reader", at("/case-studies?org_type=local_union&outcome=worked_partly")),
        Shot("search", "reader", at("/search?q=petition")),
        Shot("search with filters", "reader", at("/search?q=members&type=case_study")),
        Shot("search with all that can be said", "reader", ours("/search?q=memebrs+cost:<500+-tool:signal&page=99")),
        Shot("search, nothing found", "reader", at("/search?q=xylophoniq")),
        Shot("case study", "reader", at("/wiki/west-virginia-teachers-2018")),
        Shot("how-to", "reader", at("/wiki/civicrm-petition")),
        Shot("tool", "reader", at("/wiki/action-network")),
        Shot("event", "reader", at("/wiki/organizing-2-0-2011")),
        Shot("collection", "reader", at("/wiki/start-here-starting-out")),
        Shot("plain page", "reader", at("/wiki/style-guide")),
        Shot("question", "reader", at("/wiki/gallery-question")),
        Shot("history", "reader", at("/wiki/gallery-page/history")),
        Shot("compare", "reader", at("/wiki/gallery-page/diff")),
        Shot("version", "reader", at("/wiki/gallery-page/history/1")),
        Shot("what links here", "reader", at("/wiki/action-network/links")),
        Shot("topics", "reader", at("/topics")),
        Shot("term", "reader", at("/topics/areas/list_and_data")),
        Shot("changes", "reader", at("/changes")),
        Shot("wanted", "reader", at("/wanted")),
        Shot("asking to be told", "reader", at("/wanted/tell?q=strike+fund")),
        Shot("what nobody found", "editor", at("/wanted/searches")),
        Shot("orphans", "reader", at("/orphans")),
    ]


def vocabularies(found: Furnished) -> list[Shot]:
    """The lists of words, as editors change them."""
    at_term = "/vocabularies/areas/terms/email"
    return [
        Shot("vocabularies", "editor", at("/vocabularies")),
        Shot("vocabulary", "editor", at("/vocabularies/areas")),
        Shot("vocabulary that is closed", "editor", at("/vocabularies/cost_band")),
        Shot("long vocabulary", "editor", at("/vocabularies/tactic")),
        Shot("new term", "editor", answered("/vocabularies/areas/add", "label", "Email", "Add it"), 422),
        Shot("term", "editor", at(at_term)),
        Shot("term that stays", "editor", at("/vocabularies/outcome/terms/did_not_work/merge")),
        Shot("merge of terms", "editor", at(f"{at_term}/merge")),
        Shot("merge of terms, shown before", "editor", at(f"{at_term}/merge?into=website")),
        Shot("term retired", "editor", at(f"{at_term}/retire")),
        Shot("term's address", "editor", at(f"{at_term}/address")),
        Shot("term proposed", "editor", at("/vocabularies/areas/propose")),
        Shot("proposed terms", "editor", at("/term-proposals")),
        Shot("one proposed term", "editor", at(f"/term-proposals/{found.term}")),
    ]


def _joining(place: Place) -> list[Shot]:
    setup = place.site.service(Desk).newcomers.setup_token()  # while there is no admin
    return [
        Shot("theme", "reader", at("/theme")),
        Shot("sign in", "reader", at("/sign-in")),
        Shot("sign in, wrong", "reader", answered("/sign-in", "email", "nobody@example.org", "Sign in"), 422),
        Shot("join", "reader", at("/join")),
        Shot("join, wrong", "reader", answered("/join", "email", "not an address", "Join"), 422),
        Shot("password forgotten", "reader", at("/reset")),
        *([Shot("setup", "reader", at(f"/setup/{setup}"))] if setup else []),
        Shot("no such page", "reader", at("/wiki/west-virginia-teacher"), 404),
        Shot("may not", "reader", at("/review"), 403),
    ]


def _writing(place: Place, found: Furnished) -> list[Shot]:
    proposal = place.waiting("Gallery proposal")
    return [
        Shot("page with its tools", "editor", at("/wiki/gallery-page")),
        Shot("choose what to write", "editor", at("/new")),
        Shot("new case study, quick", "editor", at("/new/case_study")),
        Shot("edit a case study", "editor", at("/wiki/west-virginia-teachers-2018/edit")),
        Shot("preview", "editor", preview),
        Shot("what changed", "editor", changes),
        Shot("conflict", "editor", conflict, 409),
        Shot("form with errors", "editor", errors, 422),
        Shot("version to bring back", "editor", at("/wiki/gallery-page/history/1")),
        Shot("move", "editor", at("/wiki/gallery-page/move")),
        Shot("archive", "editor", at("/wiki/gallery-page/archive")),
        Shot("who sees it", "editor", at("/wiki/gallery-page/visibility")),
        Shot("drafts", "editor", at("/drafts")),
        Shot("a draft again", "editor", at(f"/drafts/{found.draft}")),
        Shot("review queue", "editor", at("/review")),
        Shot("review", "editor", at(f"/review/{proposal}")),
        Shot("inbox", "editor", at("/inbox")),
        Shot("what one watches", "editor", at("/watching")),
        Shot("account", "editor", at("/account")),
        Shot("sign out", "editor", at("/sign-out")),
    ]


def _ruling(place: Place) -> list[Shot]:
    account = place.site.person("member").id
    stop = place.site.service(Stopping).key(account or 0, "watched")
    return [
        Shot("accounts", "admin", at("/accounts")),
        Shot("one account", "admin", at(f"/accounts/{account}")),
        Shot("what an account did", "admin", at(f"/accounts/{account}/undo")),
        Shot("keeping order", "admin", at("/admin")),
        Shot("house rules", "admin", at("/admin/rules")),
        Shot("audit log", "admin", at("/admin/audit?since=2020-01-01")),
        Shot("stuck jobs", "admin", at("/admin/jobs")),
        Shot("sent without an account", "admin", at("/admin/strays")),
        Shot("lock", "editor", at("/wiki/gallery-page/lock")),
        Shot("merge", "editor", at("/wiki/gallery-page/merge")),
        Shot("both pages", "editor", at("/wiki/gallery-page/merge?into=gallery-clash")),
        Shot("tidy tags", "editor", at("/tidy/page?q=gallery")),
        Shot("leave", "editor", at("/account/leave")),
        Shot("remove a name", "admin", at(f"/removals/accounts/{account}")),
        Shot("invitations", "admin", at("/accounts/invitations")),
        Shot("letters", "admin", at("/outbox")),
        Shot("stop letters", "admin", at(f"/unsubscribe/{stop}")),
    ]
