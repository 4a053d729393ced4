"""One page of the gallery, and the common ways to reach one."""

from collections.abc import Callable
from dataclasses import dataclass

from browser_place import Place
from playwright.sync_api import Page

Reach = Callable[[Page, Place], None]


@dataclass(frozen=True)
class Shot:
    """One page: its name in a failure, who looks, how to get there, and whether a desk shows it in another layout."""

    name: str
    role: str
    reach: Reach
    status: int = 200
    desk: bool = True


def at(path: str) -> Reach:
    """By its address."""

    def go(page: Page, _: Place) -> None:
        page.goto(path)

    return go


def answered(path: str, field: str, words: str, press: str) -> Reach:
    """A form that is sent with something wrong in it."""

    def go(page: Page, _: Place) -> None:
        page.goto(path)
        page.locator(f"#f-{field}").fill(words)
        page.locator("main").get_by_role("button", name=press).click()
        page.get_by_role("alert").wait_for()

    return go
