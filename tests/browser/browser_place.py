"""A live site and its visitors: real Chromium windows in which nothing may go wrong unseen."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from front_door import Site
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response

from wiki.pages.model import Saved
from wiki.pages.service import Pages
from wiki.reviews.service import Reviews

PHONE, DESK = 360, 1280
HEIGHTS = {PHONE: 780, DESK: 900}
Scheme = Literal["light", "dark"]


@dataclass
class Watch:
    """What went wrong in a visitor's windows: scripts, the content policy, missing files, other hosts."""

    host: str
    trouble: list[str] = field(default_factory=list)
    allowed: tuple[str, ...] = ()

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note(f"threw {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, line: ConsoleMessage) -> None:
        if line.type == "error" and not line.text.startswith("Failed to load resource"):  # those are watched below
            self._note(f"console: {line.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in ("http", "https") and urlsplit(request.url).netloc != self.host:
            self._note(f"asked another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and response.request.resource_type != "document"):
            self._note(f"{response.status} for {response.url}")

    def _note(self, words: str) -> None:
        if not any(one in words for one in self.allowed):
            self.trouble.append(words)


@dataclass
class Place:
    """One running site with the starter library, shared by all journeys."""

    site: Site
    url: str
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    watches: list[Watch] = field(default_factory=list)

    def visitor(
        self, role: str = "reader", *, name: str = "", width: int = DESK, script: bool = True, scheme: Scheme = "light"
    ) -> Page:
        """A new window of its own, in which somebody of this role is signed in; a reader is nobody."""
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": HEIGHTS[width]},
            has_touch=width == PHONE,
            java_script_enabled=script,
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="en-US",
        )
        context.set_default_timeout(6_000)
        self.contexts.append(context)
        watch = Watch(urlsplit(self.url).netloc)
        watch.over(context)
        self.watches.append(watch)
        if role != "reader":
            self.sign_in(context, role, name)
        return context.new_page()

    def sign_in(self, context: BrowserContext, role: str, name: str = "") -> None:
        """Bring the cookie of a sign-in; the form itself is tried by the journeys that are about it."""
        self.later()
        cookie = self.site.client(role, name).get_cookie("fieldbook")
        assert cookie is not None
        context.add_cookies([{"name": "fieldbook", "value": cookie.value, "url": self.url}])

    def later(self, seconds: int = 3600) -> None:
        """Let time pass, so that limits on tries never meet a journey that is not about them."""
        self.site.clock.pass_by(seconds)

    def page(self, title: str, by: str = "editor", **values: object) -> str:
        """A published page of a title no other test uses, already in the index; returns its slug."""
        slug = self.site.page(title, by, **values)
        self.site.work()
        return slug

    def save(self, slug: str, base: int, by: str = "editor", name: str = "", **values: object) -> Saved:
        """Somebody saves a plain page, in a window that nobody looks at."""
        whole = {"title": slug, "summary": "A page for a test.", **values}
        return self.site.service(Pages).save(self.site.person(by, name), slug, base, whole)

    def waiting(self, title: str) -> int:
        """The number of the proposal with this title."""
        waiting = self.site.service(Reviews).waiting(self.site.person("editor"))
        return next(one.id for one in waiting if one.title == title)

    def allow(self, *words: str) -> None:
        """Trouble with these words in it is what this test is about."""
        for watch in self.watches:
            watch.allowed += words

    def leave(self) -> list[str]:
        """Close all windows; returns what went wrong in any of them."""
        for context in self.contexts:
            context.close()
        trouble = [words for watch in self.watches for words in watch.trouble]
        self.contexts.clear()
        self.watches.clear()
        return trouble


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    measure = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(measure))


def told(page: Page) -> Locator:
    """What the site says after something was done."""
    return page.locator(".notice [role=status]")
