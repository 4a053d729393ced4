"""The vocabularies, one vocabulary with its terms and what was done to it, and a new term."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.errors import Invalid, Problem
from wiki.vocabulary.forms import line, number, read_words
from wiki.vocabulary.model import Words
from wiki.vocabulary.service import Vocabularies
from wiki.vocabulary.views.blueprint import bp
from wiki.web.current import actor, service

SHOWN = 100
Problems = tuple[Problem, ...]


@bp.get("/vocabularies")
def overview() -> str:
    """Every vocabulary, with what waits and what is under way."""
    known, waiting, working = service(Vocabularies).overview(actor())
    return render_template("vocabulary/overview.html", vocabularies=known, waiting=waiting, working=working)


@bp.get("/vocabularies/<vocabulary>")
def shelf(vocabulary: str, problems: Problems = ()) -> ResponseReturnValue:
    """One vocabulary: its terms, a hundred a page, and its history."""
    found = service(Vocabularies).shelf(actor(), vocabulary)
    words = line(request.args, "q")
    listed = [one for one in found.terms if _has(one.term.label, one.term.also, words)]
    pages = max(1, -(-len(listed) // SHOWN))
    page = min(max(number(request.args, "page"), 1), pages)
    shown = render_template(
        "vocabulary/shelf.html", shelf=found, listed=listed[(page - 1) * SHOWN : page * SHOWN], total=len(listed),
        words=words, page=page, pages=pages, problems=problems,
        href=lambda n: url_for("vocabulary.shelf", vocabulary=vocabulary, q=words or None, page=n),
    )  # fmt: skip
    return shown, 422 if problems else 200


@bp.route("/vocabularies/<vocabulary>/add", methods=["GET", "POST"])
def add(vocabulary: str) -> ResponseReturnValue:
    """A new term; its address is made from its label unless one is given."""
    found = service(Vocabularies).shelf(actor(), vocabulary)
    words, key = Words(line(request.args, "label")), ""
    problems: Problems = ()
    if request.method == "POST":
        words, key = read_words(request.form), line(request.form, "key")
        try:
            service(Vocabularies).add(actor(), vocabulary, words, key)
        except Invalid as error:
            problems = error.problems
        else:
            flash(_("“%(label)s” is in the list now.", label=words.label), "good")
            return redirect(url_for("vocabulary.shelf", vocabulary=vocabulary), 303)
    page = render_template("vocabulary/add.html", found=found, vocabulary=found.vocabulary, words=words, key=key,
                           problems=problems)  # fmt: skip
    return page, 422 if problems else 200


@bp.post("/term-changes/<int:change>/undo")
def undo(change: int) -> ResponseReturnValue:
    """Unsay a change, as far as nothing was built on it."""
    try:
        vocabulary = service(Vocabularies).undo(actor(), change)
    except Invalid as error:
        return shelf(line(request.form, "vocabulary"), error.problems)
    flash(_("Undone."), "good")
    return redirect(url_for("vocabulary.shelf", vocabulary=vocabulary), 303)


def _has(label: str, also: tuple[str, ...], words: str) -> bool:
    return any(words.casefold() in name.casefold() for name in (label, *also))
