"""The commands `flask user …`."""

import pytest
from auth_place import PASSWORD, Place
from flask import Flask

from auth.model import SYSTEM, Role


def run(app: Flask, *words: str, typed: str = "") -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["user", *words], input=typed)
    return result.exit_code, result.output


def test_add_list_grant_deactivate(app: Flask, place: Place) -> None:
    add = ("add", "Ana@example.org", "--name", "Ana", "--role", "admin", "--password-stdin")
    assert run(app, *add, typed=f"{PASSWORD}\n") == (0, "Added ana@example.org as admin.\n")
    assert run(app, "list") == (0, "ana@example.org  admin  Ana\n")
    place.person("bea")
    assert run(app, "grant", "bea@example.org", "trainer") == (0, "bea@example.org is now trainer.\n")
    assert run(app, "deactivate", "bea@example.org") == (0, "bea@example.org is closed.\n")
    assert run(app, "list", "--search", "bea") == (0, "bea@example.org  trainer  Bea  (closed)\n")
    place.desk.accounts.authenticate("ana@example.org", PASSWORD, "")
    assert place.desk.roster.find(SYSTEM, role=Role.ADMIN).total == 1


def test_errors_are_plain_and_have_an_exit_code(app: Flask, place: Place) -> None:
    place.person("ana", Role.ADMIN)
    code, words = run(app, "add", "nonsense", "--name", "", "--password-stdin", typed="short\n")
    assert code == 1
    assert "email: Enter an e-mail address" in words
    assert "at least 8 characters" in words
    assert run(app, "grant", "no@example.org", "trainer")[0] == 1
    assert run(app, "deactivate", "ana@example.org") == (
        1,
        "Error: role: This is the only admin. Make somebody else admin first.\n",
    )
    assert run(app, "grant", "ana@example.org", "king")[0] == 2


def test_an_admin_who_forgot_the_password_gets_in_again(app: Flask, place: Place) -> None:
    ana = place.person("ana", Role.ADMIN)
    code, link = run(app, "reset-link", "ana@example.org")
    assert code == 0
    assert link.startswith("https://wiki.example.org/reset/")
    place.desk.resets.reset(link.strip().rsplit("/", 1)[1], "another long phrase")
    place.person("chief", Role.ADMIN)
    place.desk.roster.deactivate(SYSTEM, ana.id)
    assert run(app, "reset-link", "ana@example.org")[0] == 1


@pytest.mark.parametrize("command", ["add", "list", "grant", "deactivate", "reset-link"])
def test_help_has_an_example(app: Flask, command: str) -> None:
    code, words = run(app, command, "--help")
    assert code == 0
    assert f"flask user {command}" in words
