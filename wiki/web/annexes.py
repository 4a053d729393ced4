"""Annexes: what other rooms add to a page's view, without the page's room knowing them.

A room hands over a function; for each page that is shown it may answer with pieces, each a template and its values. The
front door collects the functions (`wiki/app.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app

ACTIONS, NOTICES, BELOW, MARGIN = "actions", "notices", "below", "margin"
SECTIONS = "sections"  # beside each section's heading; the template finds the section in `section`
PLACES = (ACTIONS, NOTICES, BELOW, MARGIN, SECTIONS)
KEY = "annexes"


@dataclass(frozen=True, slots=True)
class Annex:
    """One piece: where it stands on the page, its template, and the values the template finds in `annex`."""

    place: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


Annexer = Callable[[str], Sequence[Annex]]
"""Given the address (slug) of the page that is shown, which its reader may see, what to add for this reader."""


def init_app(app: Flask, annexers: Sequence[Annexer]) -> None:
    """Keep the functions, in the order their pieces stand."""
    app.extensions[KEY] = tuple(annexers)


def annexes(slug: str) -> Mapping[str, Sequence[Annex]]:
    """Place to pieces, for the page of this address and the reader who asks."""
    found: dict[str, list[Annex]] = {place: [] for place in PLACES}
    for annexer in current_app.extensions.get(KEY, ()):
        for annex in annexer(slug):
            found[annex.place].append(annex)
    return found
