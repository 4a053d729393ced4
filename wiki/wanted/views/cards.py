"""Wanted pages: the list for everybody, taking one up, and what editors do with it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from auth.model import Permission
from auth.policy import require
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.names import to_slug
from wiki.pages.lists import Lists
from wiki.wanted import policy
from wiki.wanted.forms import LARGEST_ID, chosen, number, plain
from wiki.wanted.model import Card
from wiki.wanted.service.askers import Askers
from wiki.wanted.service.wanting import WantedPages
from wiki.wanted.views.blueprint import bp
from wiki.web.current import actor, service

DONE = {
    "claim": marked("It is yours for thirty days. The list says that somebody is writing it, and not who."),
    "let_go": marked("Others can take it up again."),
    "settle": marked("Thank you. Those who asked for it are told as soon as they may read it."),
    "save": marked("Your changes are saved."),
    "drop": marked("It is off the list."),
    "merge": marked("The two are one now."),
    "make": marked("It stands on the list of wanted pages now."),
    "add": marked("That wanted page answers these searches too now."),
}


@bp.get("/wanted")
def wanted() -> str:
    """Pages that are wanted, those that others link to, and what was written lately."""
    return _list()


@bp.post("/wanted/<int:number>/claim")
def claim(number: int) -> ResponseReturnValue:
    """Take a page up."""
    return _do(number, "claim", lambda: service(WantedPages).claim(actor(), number))


@bp.post("/wanted/<int:number>/let-go")
def let_go(number: int) -> ResponseReturnValue:
    """Give it back to all."""
    return _do(number, "let_go", lambda: service(WantedPages).let_go(actor(), number))


@bp.post("/wanted/<int:number>/written")
def written(number: int) -> ResponseReturnValue:
    """Say which page answers it."""
    page = plain(request.form, "page")
    return _do(number, "settle", lambda: service(WantedPages).settle(actor(), number, page))


@bp.route("/wanted/new", methods=["GET", "POST"])
def make() -> ResponseReturnValue:
    """Make a wanted page of searches, or have one that is wanted answer them too."""
    require(actor(), Permission.WANTED_MANAGE)
    words = chosen(request.values)
    if request.method == "GET":
        title = plain(request.args, "title") or (words[0][:1].upper() + words[0][1:] if words else "")
        return _make(words, title, "")
    title, about, into = plain(request.form, "title"), plain(request.form, "about"), number_of("into")
    pages, done = service(WantedPages), "add" if into else "make"
    try:
        pages.add(actor(), into, words) if into else pages.make(actor(), title, about, words)
    except Invalid as error:
        return _make(words, title, about, into, error.problems), 422
    flash(gettext(DONE[done]), "good")
    return redirect(url_for("wanted.wanted"), 303)


@bp.get("/wanted/<int:number>")
def one(number: int) -> str:
    """What editors do with a wanted page."""
    return _one(number)


@bp.post("/wanted/<int:number>")
def change(number: int) -> ResponseReturnValue:
    """Call it something else, make one of two, or take it off the list."""
    pages, who, form = service(WantedPages), actor(), request.form
    deeds: dict[str, Callable[[], None]] = {
        "save": lambda: pages.change(who, _row(number), plain(form, "title"), plain(form, "about")),
        "merge": lambda: pages.merge(who, _row(number), number_of("into")),
        "drop": lambda: pages.drop(who, _row(number)),
    }
    do = form.get("do", "")
    try:
        deeds.get(do, deeds["save"])()
    except Invalid as error:
        return _one(number, error.problems), 422
    flash(gettext(DONE.get(do, DONE["save"])), "good")
    return redirect(url_for("wanted.wanted"), 303)


def number_of(name: str) -> int:
    """The number in this field of the form."""
    return number(request.form, name)


def _row(typed: int) -> int:
    if typed > LARGEST_ID:
        raise NotFound(f"wanted {typed}")
    return typed


def _do(typed: int, what: str, deed: Callable[[], None]) -> ResponseReturnValue:
    _row(typed)
    try:
        deed()
    except Invalid as error:
        here = [replace(problem, field=f"{problem.field}-{typed}") for problem in error.problems]
        return _list(typed, here), 422
    flash(gettext(DONE[what]), "good")
    return redirect(url_for("wanted.wanted"), 303)


def _list(wrong: int = 0, problems: Sequence[Problem] = ()) -> str:
    """The list; `wrong` is the wanted page whose form was refused, with what was typed."""
    who = actor()
    cards = service(WantedPages).cards(who)
    names = {to_slug(card.title) for card in cards}
    return render_template(
        "wanted/wanted.html",
        cards=cards,
        linked=[one for one in service(Lists).wanted(who) if one.name not in names],
        written=service(WantedPages).written(who),
        asks=service(Askers).mine(who),
        manages=policy.may_manage(who),
        wrong=wrong,
        problems=problems,
        typed=request.form.get("page", ""),
        query=lambda **given: urlencode(given),
    )


def _make(
    words: Sequence[str], title: str, about: str, into: int = 0, problems: Sequence[Problem] = ()
) -> str:  # fmt: skip
    others = [(str(card.id), card.title) for card in service(WantedPages).cards(actor())]
    return render_template(
        "wanted/make.html", words=words, title=title, about=about, into=str(into or ""), others=others,
        problems=problems,
    )  # fmt: skip


def _one(typed: int, problems: Sequence[Problem] = ()) -> str:
    card: Card = service(WantedPages).card(actor(), _row(typed))
    others = [(str(one.id), one.title) for one in service(WantedPages).cards(actor()) if one.id != card.id]
    return render_template(
        "wanted/one.html",
        card=card,
        title=request.form.get("title", card.title),
        about=request.form.get("about", card.about),
        others=others,
        problems=problems,
    )
