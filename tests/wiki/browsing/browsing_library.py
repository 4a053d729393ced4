"""The pages that the browsing tests look for."""

from typing import Any

from front_door import Site

from auth.desk import Desk
from search.upkeep import Upkeep
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves

CANARY = "zanzibar"  # stands only on a page for members
CASES = 12


def fill(site: Site) -> None:
    """Twenty pages: cases of two outcomes, tools, a start with its first case, two events, a page for members."""
    write(site, "tool", "Signal", category="group_chat_forum", summary="Talk in private.", getting_your_list_out="No.")
    for number in range(1, CASES + 1):
        write(site, "case_study", f"Strike vote by text, part {number:02}", by="Ana", **case(number))
    write(
        site, "case_study", "A site that came to a stop",
        **case(0, outcome="did_not_work", org_type="worker_center", areas=["website"]),
    )  # fmt: skip
    write(
        site, "how_to", "Set up a group chat", summary="After this you can talk.", areas=["member_communication"],
        tools=[{"tool": "Signal"}, {"tool": "Paper and pen"}], level="1_starting", steps="1. Read [[Phone tree]].",
        checked_on="2026-11-01", checked_against="Version 7",
    )  # fmt: skip
    write(site, "page", "Nobody links here", body="A word about rent strikes in <b>bold</b> & plain.")
    items = [{"page": "strike-vote-by-text-part-02", "note": "Read it."}]
    write(site, "collection", "Start here: starting out", summary="First steps.", items=items)
    write(site, "event", "Autumn school", starts="2026-10-01", ends="2026-10-02", place="Union hall")
    write(site, "event", "Spring school", starts="2025-04-01", ends="2025-04-01", place="Union hall")
    hidden = write(site, "page", f"Only for members {CANARY}", body=f"{CANARY} asks for [[{CANARY} next]].")
    site.service(Shelves).restrict(site.person("editor"), hidden, "members")
    index(site)


def write(site: Site, kind: str, title: str, by: str = "Editor", **values: Any) -> str:
    """A published page; it is found after `index`."""
    return (
        site.service(Pages).create(site.person("editor", by), kind, {"title": title, **values}, f"Wrote {title}").slug
    )


def case(number: int, **other: Any) -> dict[str, Any]:
    """The values of a case study beside its title."""
    return {
        "summary": f"How part {number} of the vote went.",
        "org_type": "local_union",
        "org_name_shown": "described",
        "org_description": "A local of bus drivers",
        "areas": ["mobile_text"],
        "outcome": "worked",
        "what_we_did": "Stewards sent texts before the ballot closed.",
        "what_failed": "Old numbers.",
        **other,
    }


def index(site: Site) -> None:
    """Work off what is due and let the index agree with the database."""
    site.work()
    site.service(Upkeep).heal()


def close(site: Site, name: str) -> None:
    """End this person's account."""
    desk = site.service(Desk)
    desk.roster.deactivate(site.person("admin"), site.person("editor", name).id)
