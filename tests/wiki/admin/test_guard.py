"""Forms that anybody may send: blocked sites, mail addresses that cannot join, and connections that are not heard."""

import pytest
from front_door import Site, token

from auth.desk import Desk
from auth.errors import TooMany
from auth.model import Role
from wiki.errors import Invalid
from wiki.rules.service import Rules
from wiki.web.guard import TRAP, guard

JOIN = {"name": "Somebody New", "email": "new@mail.spam.example", "password": "seven brown stewards"}


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("Buy at https://shop.spam.example/x", True),
        ("spam.example", True),
        ("SPAM.EXAMPLE.", True),
        ("see notspam.example", False),
        ("spam.example.org is another site", False),
        ("spam dot example", False),
    ],
)
def test_links_to_blocked_sites_are_refused(site: Site, typed: str, refused: bool) -> None:
    site.service(Rules).change(site.person("admin"), {"blocked_sites": "spam.example"})
    with site.app.test_request_context("/share", method="POST"):
        if refused:
            with pytest.raises(Invalid, match="not allowed"):
                guard("share", [typed])
        else:
            guard("share", [typed])


def test_a_connection_that_is_refused_again_and_again_is_not_heard_for_a_day(any_site: Site) -> None:
    any_site.service(Rules).change(any_site.person("admin"), {"blocked_words": "casino", "refused_a_day": 3})

    def send(words: str, where: str = "203.0.113.7") -> None:
        with any_site.app.test_request_context("/share", method="POST", environ_base={"REMOTE_ADDR": where}):
            guard("share", [words])

    for _ in range(3):
        with pytest.raises(Invalid):
            send("casino")
    with pytest.raises(TooMany):
        send("honest words")
    send("honest words", where="203.0.113.8")
    any_site.clock.pass_by(86401)
    send("honest words")


def test_limits_an_hour_are_house_rules(site: Site) -> None:
    site.service(Rules).change(site.person("admin"), {"from_one_place": 2})
    with site.app.test_request_context("/share", method="POST"):
        guard("share", ["one"])
        guard("share", ["two"])
        with pytest.raises(TooMany):
            guard("share", ["three"])


def test_mail_addresses_that_cannot_join(site: Site) -> None:
    site.service(Rules).change(site.person("admin"), {"refused_mail": "spam.example"})
    client = site.client()
    form = {**JOIN, "csrf_token": token(client, "/join")}
    answer = client.post("/join", data=form)
    assert answer.status_code == 422
    assert "cannot join by themselves" in answer.text
    assert "Somebody New" in answer.text
    assert client.post("/join", data=form | {"email": "new@example.org"}).status_code == 303


def test_whoever_is_invited_may_have_any_address(site: Site) -> None:
    site.service(Rules).change(site.person("admin"), {"refused_mail": "spam.example"})
    invitation = site.service(Desk).invitations.invite(site.person("admin"), Role.MEMBER, 3)
    client = site.client()
    path = f"/join/{invitation}"
    assert client.post(path, data={**JOIN, "csrf_token": token(client, path)}).status_code == 303


def test_a_program_that_fills_in_everything_does_not_join(site: Site) -> None:
    client = site.client()
    answer = client.post("/join", data={**JOIN, TRAP: "https://x.example", "csrf_token": token(client, "/join")})
    assert answer.status_code == 422
    assert "sent by a program" in answer.text
