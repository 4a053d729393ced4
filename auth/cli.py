"""The commands `flask user …`: make accounts and look after them where the server runs."""

import sys

import click
from flask.cli import AppGroup

from auth.current import desk
from auth.errors import Invalid, Missing
from auth.forms import LONGEST
from auth.model import SYSTEM, Account, Role
from auth.newcomers import Newcomer
from auth.service import Profile

ROLES = click.Choice([role.name.lower() for role in Role if role is not Role.READER])

user = AppGroup("user", help="Accounts: add, list, give roles, close.")


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The name shown beside what they write.")
@click.option("--role", type=ROLES, default="member", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
def add(email: str, name: str, role: str, password_stdin: bool) -> None:
    """Make an account.

    Example: echo "a few long words" | flask user add ana@example.org --name "Ana" --role editor --password-stdin
    """
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        account = desk().newcomers.add(SYSTEM, Newcomer(email, password, Profile(name)), Role[role.upper()])
    except Invalid as error:
        raise refused(error) from error
    click.echo(f"Added {account.email} as {role}.")


@user.command("list")
@click.option("--search", "words", default="", help="Only names and addresses that hold these words.")
def show(words: str) -> None:
    """List accounts by name: address, role, name.

    Example: flask user list --search ana
    """
    page = 1
    while True:
        listing = desk().roster.find(SYSTEM, words[:LONGEST], page=page)
        for account in listing.accounts:
            closed = "" if account.active else "  (closed)"
            click.echo(f"{account.email}  {Role(account.role).name.lower()}  {account.name}{closed}")
        if page >= listing.pages:
            break
        page += 1


@user.command("grant")
@click.argument("email")
@click.argument("role", type=ROLES)
def grant(email: str, role: str) -> None:
    """Give an account another role; it has to sign in again.

    Example: flask user grant ana@example.org trainer
    """
    account = account_named(email)
    try:
        desk().roster.grant(SYSTEM, account.id, Role[role.upper()])
    except Invalid as error:
        raise refused(error) from error
    click.echo(f"{account.email} is now {role}.")


@user.command("deactivate")
@click.argument("email")
def deactivate(email: str) -> None:
    """Close an account; what it wrote stays.

    Example: flask user deactivate ana@example.org
    """
    account = account_named(email)
    try:
        desk().roster.deactivate(SYSTEM, account.id)
    except Invalid as error:
        raise refused(error) from error
    click.echo(f"{account.email} is closed.")


@user.command("reset-link")
@click.argument("email")
def reset_link(email: str) -> None:
    """Print a link that sets a new password, once, within an hour: for an admin who forgot theirs.

    Example: flask user reset-link ana@example.org
    """
    account = account_named(email)
    try:
        token = desk().resets.link_for(SYSTEM, account.id)
    except Missing as error:
        raise click.ClickException(f"{account.email} is closed.") from error
    click.echo(desk().link(f"/reset/{token}"))


def account_named(email: str) -> Account:
    """The account with this address; ends the command with exit code 1 when there is none."""
    account = desk().roster.by_email(SYSTEM, email)
    if account is None:
        raise click.ClickException(f"There is no account with the address {email}.")
    return account


def refused(error: Invalid) -> click.ClickException:
    """What is wrong, one line a problem, for exit code 1."""
    lines = (f"{problem.field}: {problem.message % dict(problem.params)}" for problem in error.problems)
    return click.ClickException("\n".join(lines))
