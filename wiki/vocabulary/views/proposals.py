"""Proposing a term while writing, and the editors' answer."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.errors import Forbidden, TooMany
from auth.model import Permission, Role
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.kinds.model import Library
from wiki.vocabulary.forms import line, read_words
from wiki.vocabulary.model import Words
from wiki.vocabulary.proposals import TermProposals
from wiki.vocabulary.views.blueprint import bp
from wiki.web.current import actor, service
from wiki.web.guard import guard

WAIT = marked("You proposed many words in a short time. Wait a little, then send this again.")


@bp.route("/vocabularies/<vocabulary>/propose", methods=["GET", "POST"])
def propose(vocabulary: str) -> ResponseReturnValue:
    """Ask for a term that is missing; the page that is being written is saved without it."""
    if not actor().is_signed_in:
        raise Forbidden(Permission.PAGE_SUBMIT, Role.MEMBER)
    if not service(TermProposals).is_open(vocabulary):
        raise NotFound(vocabulary)
    label, why = line(request.form, "label"), line(request.form, "why")
    page = line(request.values, "page")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            guard("propose", (label, why), "label")
            service(TermProposals).propose(actor(), vocabulary, label, why, page)
        except Invalid as error:
            problems = error.problems
        except TooMany:
            problems = (Problem("label", WAIT),)
        else:
            flash(_("“%(label)s” is proposed. An editor will look at it, and you will be told.", label=label), "good")
            return redirect(url_for("vocabulary.propose", vocabulary=vocabulary, page=page or None), 303)
    shown = render_template("vocabulary/propose.html", vocabulary=service(Library).vocabularies[vocabulary],
                            mine=service(TermProposals).mine(actor(), vocabulary), label=label, why=why, page=page,
                            problems=problems)  # fmt: skip
    return shown, 422 if problems else 200


@bp.get("/term-proposals")
def waiting() -> str:
    """Every proposed term that waits, oldest first."""
    return render_template("vocabulary/waiting.html", waiting=service(TermProposals).waiting(actor()))


@bp.get("/term-proposals/<int:number>")
def proposed(number: int) -> ResponseReturnValue:
    """One proposed term, to be decided."""
    return _page(number)


@bp.post("/term-proposals/<int:number>/accept")
def accept(number: int) -> ResponseReturnValue:
    """Make it a term of its own, or another name of one that is there."""
    words, onto, key = read_words(request.form), line(request.form, "onto"), line(request.form, "key")
    try:
        service(TermProposals).accept(actor(), number, words, onto, key)
    except Invalid as error:
        return _page(number, words, error.problems, onto=onto, key=key)
    flash(_("Accepted. Whoever proposed it is told."), "good")
    return redirect(url_for("vocabulary.waiting"), 303)


@bp.post("/term-proposals/<int:number>/decline")
def decline(number: int) -> ResponseReturnValue:
    """Say no, with a reason."""
    answer = line(request.form, "answer")
    try:
        service(TermProposals).decline(actor(), number, answer)
    except Invalid as error:
        return _page(number, None, error.problems, answer=answer)
    flash(_("Declined. Whoever proposed it is told why."), "good")
    return redirect(url_for("vocabulary.waiting"), 303)


def _page(
    number: int, words: Words | None = None, problems: tuple[Problem, ...] = (), **typed: str
) -> ResponseReturnValue:
    asked = service(TermProposals).one(actor(), number)
    vocabulary = service(Library).vocabularies[asked.proposal.vocabulary]
    offered = [(one.key, one.label) for one in vocabulary.offered()]
    words = words or Words(asked.proposal.label, asked.proposal.why)
    page = render_template("vocabulary/proposed.html", asked=asked, vocabulary=vocabulary, offered=offered, words=words,
                           problems=problems, typed=typed)  # fmt: skip
    return page, 422 if problems else 200
