"""The judged questions, and the order in which a site answers them for readers."""

from collections.abc import Mapping, Sequence
from math import log2
from pathlib import Path

import yaml
from front_door import Site
from werkzeug.datastructures import MultiDict

from auth.model import ANONYMOUS
from wiki.browsing.forms import read_ask
from wiki.browsing.service import Browsing

FIRST = 10


def judged() -> Mapping[str, frozenset[str]]:
    """Question to the addresses (slugs) of the pages that answer it."""
    written = yaml.safe_load((Path(__file__).parent / "judged_queries.yaml").read_text("utf-8"))
    return {str(question): frozenset(map(str, wanted)) for question, wanted in written.items()}


def ranked(site: Site, question: str) -> Sequence[str]:
    """The addresses on the first page of results, as a reader without an account gets them."""
    browsing = site.service(Browsing)
    asked = read_ask(MultiDict([("q", question)]), browsing.asking, "/search")
    return [card.slug for card in browsing.listing(ANONYMOUS, asked).cards]


def ndcg(found: Sequence[str], wanted: frozenset[str]) -> float:
    """nDCG@10 with yes-or-no judgments: gain over log2 of the place plus one."""
    got = sum(1 / log2(place + 2) for place, one in enumerate(found[:FIRST]) if one in wanted)
    return got / sum(1 / log2(place + 2) for place in range(min(FIRST, len(wanted))))
