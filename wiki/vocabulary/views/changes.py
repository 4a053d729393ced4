"""One term: its words, its address, merging, retiring, its place."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.errors import Invalid, Problem
from wiki.vocabulary import policy
from wiki.vocabulary.forms import line, number, read_words
from wiki.vocabulary.service import Vocabularies, words_of
from wiki.vocabulary.views.blueprint import bp
from wiki.web.current import actor, service

Problems = tuple[Problem, ...]


@bp.route("/vocabularies/<vocabulary>/terms/<key>", methods=["GET", "POST"])
def term(vocabulary: str, key: str) -> ResponseReturnValue:
    """What a term says; its address stays when its label changes."""
    known, found, why = service(Vocabularies).term(actor(), vocabulary, key)
    words = words_of(found)
    problems: Problems = ()
    if request.method == "POST":
        words, seen = read_words(request.form), line(request.form, "seen")
        try:
            service(Vocabularies).word(actor(), vocabulary, key, words, seen)
        except Invalid as error:
            problems = error.problems
        else:
            flash(_("The words of “%(label)s” are kept.", label=words.label), "good")
            return _back(vocabulary)
    page = render_template("vocabulary/term.html", vocabulary=known, term=found, words=words, fixed=why,
                           seen=words_of(found).mark, problems=problems)  # fmt: skip
    return page, 422 if problems else 200


@bp.route("/vocabularies/<vocabulary>/terms/<key>/address", methods=["GET", "POST"])
def rekey(vocabulary: str, key: str) -> ResponseReturnValue:
    """Give a term another address; the old one leads to it for ever."""
    new = line(request.form, "key")
    if request.method == "POST":
        change = lambda: service(Vocabularies).rekey(actor(), vocabulary, key, new)  # noqa: E731
        if (problems := _tried(change)) is None:
            flash(_("The word has a new address. The old one leads to it."), "good")
            return _back(vocabulary)
        return _ask("vocabulary/address.html", vocabulary, key, problems, new=new)
    return _ask("vocabulary/address.html", vocabulary, key, new=key)


@bp.route("/vocabularies/<vocabulary>/terms/<key>/merge", methods=["GET", "POST"])
def merge(vocabulary: str, key: str) -> ResponseReturnValue:
    """Choose the term that stays, see how many pages change, then merge."""
    into = line(request.values, "into")
    known, _found, _why = service(Vocabularies).term(actor(), vocabulary, key)
    if request.method == "POST":
        change = lambda: service(Vocabularies).merge(actor(), vocabulary, key, into)  # noqa: E731
        if (problems := _tried(change)) is None:
            flash(_("The words are one now. Pages follow in a moment."), "good")
            return _back(vocabulary)
        return _ask("vocabulary/merge.html", vocabulary, key, problems, into=into, target=None)
    problem = policy.merge_problem(known, key, into) if into else None
    target = known.terms[into] if into and problem is None else None
    return _ask("vocabulary/merge.html", vocabulary, key, (problem,) if problem else (), into=into, target=target)


@bp.route("/vocabularies/<vocabulary>/terms/<key>/retire", methods=["GET", "POST"])
def retire(vocabulary: str, key: str) -> ResponseReturnValue:
    """Offer a term no longer; pages that carry it keep it."""
    instead = line(request.form, "instead")
    if request.method == "POST":
        change = lambda: service(Vocabularies).retire(actor(), vocabulary, key, instead)  # noqa: E731
        if (problems := _tried(change)) is None:
            flash(_("The word is no longer offered. Pages that carry it keep it."), "good")
            return _back(vocabulary)
        return _ask("vocabulary/retire.html", vocabulary, key, problems, instead=instead)
    return _ask("vocabulary/retire.html", vocabulary, key, instead="")


@bp.post("/vocabularies/<vocabulary>/terms/<key>/revive")
def revive(vocabulary: str, key: str) -> ResponseReturnValue:
    """Offer a retired term again."""
    service(Vocabularies).revive(actor(), vocabulary, key)
    flash(_("The word is offered again."), "good")
    return _back(vocabulary)


@bp.post("/vocabularies/<vocabulary>/terms/<key>/place")
def place(vocabulary: str, key: str) -> ResponseReturnValue:
    """Move a term up or down in the list."""
    service(Vocabularies).move(actor(), vocabulary, key, number(request.form, "by"))
    return redirect(url_for("vocabulary.shelf", vocabulary=vocabulary, _anchor=f"t-{key}"), 303)


def _tried(change: Callable[[], None]) -> Problems | None:
    """Make the change; what stands against it, or None when it is made."""
    try:
        change()
    except Invalid as error:
        return error.problems
    return None


def _ask(template: str, vocabulary: str, key: str, problems: Problems = (), **typed: object) -> ResponseReturnValue:
    known, found, why = service(Vocabularies).term(actor(), vocabulary, key)
    pages = service(Vocabularies).affected(actor(), vocabulary, key)
    offered = [(one.key, one.label) for one in known.offered() if one.key != key]
    page = render_template(template, vocabulary=known, term=found, fixed=why, affected=pages, offered=offered,
                           problems=problems, **typed)  # fmt: skip
    return page, 422 if problems else 200


def _back(vocabulary: str) -> ResponseReturnValue:
    return redirect(url_for("vocabulary.shelf", vocabulary=vocabulary), 303)
