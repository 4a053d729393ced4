"""One's own account: name, password, and signing out everywhere."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.current import address, choices, desk
from auth.errors import Invalid, Problem, TooMany
from auth.forms import ProfileForm, secret
from auth.model import Account, Attribution
from auth.session import current_actor, needs_account
from auth.session import sign_in as begin_session
from auth.session import sign_out as end_session
from auth.views.blueprint import bp, form_page


@bp.get("/account")
@needs_account
def account() -> ResponseReturnValue:
    """What people may change about themselves."""
    return _page(_kept(desk().accounts.get(current_actor())))


@bp.post("/account")
@needs_account
def change_profile() -> ResponseReturnValue:
    """Keep the name, organization type and languages."""
    form = ProfileForm.read(request.form)
    lists, held = choices(), desk().accounts.get(current_actor()).org_type
    try:
        problems = form.problems([key for key, _ in lists.org_types(held)], [key for key, _ in lists.languages()])
        if problems:
            raise Invalid(problems)
        desk().accounts.update_profile(current_actor(), form.profile())
    except Invalid as error:
        return _page(form, *error.problems)
    flash(_("Your changes are saved."), "good")
    return redirect(url_for("auth.account"), 303)


@bp.post("/account/password")
@needs_account
def change_password() -> ResponseReturnValue:
    """Set a new password; this browser stays signed in, all others are signed out."""
    me, service = current_actor(), desk().accounts
    old, new = secret(request.form, "old_password"), secret(request.form, "new_password")
    try:
        service.change_password(me, old, new, address())
    except Invalid as error:
        return _page(_kept(service.get(me)), *error.problems)
    except TooMany as error:
        return _page(_kept(service.get(me)), wait=error)
    begin_session(service.get(me))
    flash(_("Your password is changed. All other browsers are signed out."), "good")
    return redirect(url_for("auth.account"), 303)


@bp.post("/account/sign-out-everywhere")
@needs_account
def sign_out_everywhere() -> ResponseReturnValue:
    """Sign every browser out, this one too."""
    desk().accounts.sign_out_everywhere(current_actor())
    end_session()
    flash(_("You are signed out everywhere."), "good")
    return redirect(url_for("auth.sign_in"), 303)


def _kept(mine: Account) -> ProfileForm:
    return ProfileForm(mine.name, mine.attribution == Attribution.PEN_NAME, mine.org_type, tuple(mine.languages))


def _page(form: ProfileForm, *problems: Problem, wait: TooMany | None = None) -> ResponseReturnValue:
    me, lists = current_actor(), choices()
    mine = desk().accounts.get(me)
    return form_page(
        "account.html",
        problems,
        wait=wait,
        wait_field="old_password",
        form=form,
        email=mine.email,
        role=lists.role(me.role),
        org_types=lists.org_types(mine.org_type),
        languages=lists.languages(),
    )
