"""`flask index search`: what readers find, asked from the command line."""

from collections.abc import Mapping
from typing import Any

import click
from werkzeug.datastructures import MultiDict

from auth.model import Actor, Role
from search.cli import as_json, index, print_json
from wiki.browsing.forms import read_ask
from wiki.browsing.model import Card, Listing
from wiki.browsing.service import Browsing
from wiki.web.current import service

ROLES = [role.name.lower() for role in Role]


@index.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--as", "role", type=click.Choice(ROLES), default="reader", help="As somebody of this role would.")
@click.option("--page", type=click.IntRange(1), default=1, help="Which page of the results.")
@as_json
def search(words: tuple[str, ...], role: str, page: int, as_json: bool) -> None:
    """Find what a reader without an account finds with WORDS, with totals; exit code 1 while the index is away.

    Put a phrase into quotation marks twice, and words with a minus after two dashes.

    Example: flask index search --as editor -- strike '"phone bank"' -email area:digital
    """
    browsing = service(Browsing)
    ask = read_ask(MultiDict({"q": " ".join(words), "page": str(page)}), browsing.asking, "/search")
    found = browsing.listing(Actor(None, Role[role.upper()], "", ""), ask)
    if as_json:
        print_json(_object(found, role))
    else:
        click.echo("\n".join(_lines(found)))
    raise SystemExit(0 if found.ready else 1)


def _object(found: Listing, role: str) -> Mapping[str, Any]:
    """The answer for programs; the keys stay."""
    return {
        "words": found.ask.text,
        "as": role,
        "ready": found.ready,
        "total": found.total,
        "complete": found.complete,
        "partial": found.partial,
        "searched": found.words,
        "filters": {name: list(terms) for name, terms in found.ask.filters.items()},
        "page": found.page,
        "pages": found.pages,
        "hits": [_hit(card) for card in found.cards],
    }


def _hit(card: Card) -> Mapping[str, str]:
    return {"path": _path(card), "title": card.title, "kind": card.kind, "passage": _passage(card)}


def _lines(found: Listing) -> list[str]:
    """The answer for people."""
    head = f"{found.total:,} found" + (f", {found.complete:,} with all of it" if found.ask.text and found.ready else "")
    lines = [head if found.ready else f"The index is away; {head} by words of titles."]
    if found.words != found.ask.text:
        lines.append(f"Nothing has all of “{found.ask.text}”; looked for “{found.words}”.")
    first = (found.page - 1) * found.size + 1
    for number, card in enumerate(found.cards, first):
        lines.append(f"{number:>3}. {card.title} ({card.kind}) {_path(card)}")
        lines += [f"     {passage}"] if (passage := _passage(card)) else []
    if found.pages > 1:
        lines.append(f"Page {found.page} of {found.pages}; --page shows the others.")
    return lines


def _path(card: Card) -> str:
    return f"/wiki/{card.slug}" + (f"#{card.anchor}" if card.anchor else "")


def _passage(card: Card) -> str:
    return " ".join("".join(one.text for one in card.snippet).split())
