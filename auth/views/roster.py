"""Looking after accounts: the list, one account, and invitations."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auth.current import choices, desk
from auth.errors import Invalid, Problem
from auth.forms import InvitationForm, number, role_of, words
from auth.model import Account, Permission, Role
from auth.policy import may, may_grant, require
from auth.session import current_actor, needs_account
from auth.views.blueprint import bp, form_page

ONE = "<int(max=2147483647):account_id>"


@bp.get("/accounts")
@needs_account
def accounts() -> ResponseReturnValue:
    """Everybody, by name; searched and narrowed by role."""
    me = current_actor()
    query, role = words(request.args, "q"), role_of(request.args.get("role"))
    listing = desk().roster.find(me, query, role, number(request.args.get("page"), 1))

    def href(page: int) -> str:
        return url_for("auth.accounts", q=query or None, role=int(role) if role else None, page=page)

    return render_template(
        "auth/accounts.html",
        listing=listing,
        href=href,
        q=query,
        role=str(int(role)) if role else "",
        roles=_roles(list(Role)[1:]),
        names=_role_name,
        manages=may(me, Permission.ACCOUNT_MANAGE),
    )


@bp.get(f"/accounts/{ONE}")
@needs_account
def manage(account_id: int) -> ResponseReturnValue:
    """One account, and what the person who looks may do with it."""
    return _page(desk().roster.get(current_actor(), account_id))


@bp.post(f"/accounts/{ONE}/role")
@needs_account
def grant(account_id: int) -> ResponseReturnValue:
    """Give another role."""
    me, roster = current_actor(), desk().roster
    try:
        roster.grant(me, account_id, role_of(request.form.get("role")) or Role.READER)
    except Invalid as error:
        return _page(roster.get(me, account_id), *error.problems)
    flash(_("The role is changed. The account signs in again to use it."), "good")
    return redirect(url_for("auth.manage", account_id=account_id), 303)


@bp.post(f"/accounts/{ONE}/deactivate")
@needs_account
def deactivate(account_id: int) -> ResponseReturnValue:
    """Close the account."""
    me, roster = current_actor(), desk().roster
    try:
        roster.deactivate(me, account_id)
    except Invalid as error:
        return _page(roster.get(me, account_id), *error.problems)
    flash(_("The account is closed. What it wrote stays."), "good")
    return redirect(url_for("auth.manage", account_id=account_id), 303)


@bp.post(f"/accounts/{ONE}/reactivate")
@needs_account
def reactivate(account_id: int) -> ResponseReturnValue:
    """Open the account again."""
    desk().roster.reactivate(current_actor(), account_id)
    flash(_("The account is open again."), "good")
    return redirect(url_for("auth.manage", account_id=account_id), 303)


@bp.post(f"/accounts/{ONE}/reset-link")
@needs_account
def reset_link(account_id: int) -> ResponseReturnValue:
    """A one-time link, shown this once, to hand over by a way that is safe."""
    token = desk().resets.link_for(current_actor(), account_id)
    link = desk().link(url_for("auth.new_password", token=token))
    return render_template("auth/reset_link.html", account=desk().roster.get(current_actor(), account_id), link=link)


@bp.get("/accounts/invitations")
@needs_account
def invitations() -> ResponseReturnValue:
    """Invitations that wait for somebody, and the form for a new one."""
    require(current_actor(), Permission.ACCOUNT_MANAGE)
    return _invitations(InvitationForm(Role.MEMBER, 14, "", "14"))


@bp.post("/accounts/invitations")
@needs_account
def invite() -> ResponseReturnValue:
    """Make an invitation and show its link, this once."""
    form = InvitationForm.read(request.form)
    try:
        token = desk().invitations.invite(current_actor(), form.role, form.days, form.note)
    except Invalid as error:
        return _invitations(form, *error.problems)
    return _invitations(form, link=desk().link(url_for("auth.join_invited", token=token)))


@bp.post("/accounts/invitations/<int(max=2147483647):invitation_id>/revoke")
@needs_account
def revoke(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    desk().invitations.revoke(current_actor(), invitation_id)
    flash(_("The invitation is taken back."), "good")
    return redirect(url_for("auth.invitations"), 303)


def _role_name(role: int) -> str:
    return choices().role(Role(role))


def _roles(roles: list[Role]) -> list[tuple[str, str]]:
    return [(str(int(role)), choices().role(role)) for role in roles]


def _page(account: Account, *problems: Problem) -> ResponseReturnValue:
    me = current_actor()
    now = Role(account.role)
    return form_page(
        "manage.html",
        problems,
        account=account,
        role_name=_role_name(now),
        roles=_roles([role for role in Role if may_grant(me, now, role)]),
        org_type=dict(choices().org_types(account.org_type)).get(account.org_type, ""),
        manages=may(me, Permission.ACCOUNT_MANAGE),
    )


def _invitations(form: InvitationForm, *problems: Problem, link: str = "") -> ResponseReturnValue:
    me = current_actor()
    return form_page(
        "invitations.html",
        problems,
        form=form,
        link=link,
        waiting=desk().invitations.waiting(me),
        over=desk().invitations.over(me),
        names=_role_name,
        roles=_roles([role for role in Role if may_grant(me, Role.MEMBER, role)]),
    )
