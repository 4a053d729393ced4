"""What a case is about: the how-to or tool its writer came from, put into the fields that fit."""

from collections.abc import Mapping
from dataclasses import dataclass

from auth.model import ANONYMOUS
from wiki.errors import NotFound
from wiki.pages.reading import Moved, Readings
from wiki.sharing.model import Form
from wiki.web.current import service

ASKED_OF = ("how_to", "tool")
TOOLS, LIMIT = "tools_used", 20


@dataclass(frozen=True, slots=True)
class About:
    """The page, and the answers it gives beforehand."""

    slug: str
    title: str
    form: Form


def about(slug: str) -> About | None:
    """The public page of this address, now or ever; None for one that is hidden or absent.

    Whoever may see more comes to the same: what is written into a case is read by those who may see the case.
    """
    try:
        reading = service(Readings).page(ANONYMOUS, slug)
    except Moved as error:
        return about(error.slug)
    except NotFound:
        return None
    if reading.kind.key not in ASKED_OF:
        return None
    title = reading.page.title
    if reading.kind.key == "tool":
        return About(reading.page.slug, title, {f"{TOOLS}.0.tool": [title]})
    rows = [row["tool"] for row in reading.values.get("tools", ()) if isinstance(row, Mapping) and row.get("tool")]
    tools = {f"{TOOLS}.{number}.tool": [name] for number, name in enumerate(rows[:LIMIT])}
    return About(reading.page.slug, title, {"related": [title], **tools})
