"""How accounts come into being."""

import pytest
from auth_place import PASSWORD, KeepingLetters, Place
from sqlalchemy import text

from auth.errors import Forbidden, Invalid, Missing, TooMany, UsedUp
from auth.letters import LetterBox
from auth.model import SYSTEM, JoinMode, Role
from auth.newcomers import JOINS_AN_HOUR, Newcomer
from auth.service import Profile
from storage.jobs import Job

HOME = "203.0.113.9"


def newcomer(email: str = "ana@example.org", password: str = PASSWORD, name: str = "Ana") -> Newcomer:
    return Newcomer(email, password, Profile(name))


def test_the_first_admin_is_made_once(place: Place) -> None:
    new = place.desk.newcomers
    old = new.setup_token()
    token = new.setup_token()
    assert old is not None
    assert token is not None
    assert not new.setup_is_open(old)
    assert new.setup_is_open(token)
    with pytest.raises(UsedUp):
        new.setup(old, newcomer())
    with pytest.raises(Invalid):
        new.setup(token, newcomer(password="short"))
    admin = new.setup(token, newcomer())
    assert admin.role == Role.ADMIN
    assert new.setup_token() is None
    assert not new.needs_setup()
    with pytest.raises(UsedUp):
        new.setup(token, newcomer("bea@example.org"))


def test_joining_openly(place: Place) -> None:
    ana = place.desk.newcomers.join(newcomer(" Ana@Example.org "), HOME)
    assert ana is not None
    assert (ana.email, ana.role, ana.handle) == ("ana@example.org", Role.MEMBER, "ana")
    with pytest.raises(Invalid) as refusal:
        place.desk.newcomers.join(newcomer("ANA@example.org"), HOME)
    assert refusal.value.problems[0].field == "email"


def test_everything_that_is_wrong_is_said_at_once(place: Place) -> None:
    with pytest.raises(Invalid) as refusal:
        place.desk.newcomers.join(newcomer("nonsense", "short", " "), HOME)
    assert {problem.field for problem in refusal.value.problems} == {"name", "email", "password"}


def test_a_whole_conference_may_join_but_not_a_machine(place: Place) -> None:
    for number in range(JOINS_AN_HOUR):
        place.desk.newcomers.join(newcomer(f"p{number}@example.org", name=f"P {number}"), HOME)
    with pytest.raises(TooMany):
        place.desk.newcomers.join(newcomer(), HOME)
    place.desk.newcomers.join(newcomer(), "198.51.100.4")


def test_joining_by_invitation(place: Place) -> None:
    chief = place.person("chief", Role.ADMIN)
    desk = place.house(JoinMode.INVITATION)
    with pytest.raises(UsedUp):
        desk.newcomers.join(newcomer(), HOME)
    token = desk.invitations.invite(chief.actor, Role.TRAINER, 7, "for\r\nAna")
    assert [one.note for one in desk.invitations.waiting(chief.actor)] == ["for Ana"]
    assert desk.invitations.is_good(token)
    with pytest.raises(Invalid):
        desk.newcomers.join(newcomer("chief@example.org"), HOME, token)
    assert desk.invitations.is_good(token), "a failed try must not use the invitation up"
    ana = desk.newcomers.join(newcomer(), HOME, token)
    assert ana is not None
    assert ana.role == Role.TRAINER
    assert desk.invitations.waiting(chief.actor) == []
    with pytest.raises(UsedUp):
        desk.newcomers.join(newcomer("bea@example.org", name="Bea"), HOME, token)
    with place.database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM account")) == 2


def test_invitations_run_out_and_can_be_taken_back(place: Place) -> None:
    chief = place.person("chief", Role.ADMIN)
    desk = place.desk
    token = desk.invitations.invite(chief.actor, Role.MEMBER, 1)
    place.clock.forward(days=1)
    assert not desk.invitations.is_good(token)
    token = desk.invitations.invite(chief.actor, Role.MEMBER, 1)
    number = desk.invitations.waiting(chief.actor)[0].id
    desk.invitations.revoke(chief.actor, number)
    with pytest.raises(Missing):
        desk.invitations.revoke(chief.actor, number)
    with pytest.raises(UsedUp):
        desk.newcomers.join(newcomer(), HOME, token)


def test_only_those_who_manage_accounts_invite(place: Place) -> None:
    for role in list(Role)[1:-1]:
        actor = place.person(role.name.lower(), role).actor
        with pytest.raises(Forbidden):
            place.desk.invitations.invite(actor, Role.MEMBER, 7)
        with pytest.raises(Forbidden):
            place.desk.invitations.waiting(actor)
    for days, role, note in [
        (0, Role.MEMBER, ""),
        (91, Role.MEMBER, ""),
        (7, Role.READER, ""),
        (7, Role.MEMBER, "x" * 201),
    ]:
        with pytest.raises(Invalid):
            place.desk.invitations.invite(SYSTEM, role, days, note)


def test_closed_is_closed_even_with_an_invitation(place: Place) -> None:
    token = place.desk.invitations.invite(place.person("chief", Role.ADMIN).actor, Role.MEMBER, 7)
    closed = place.house(JoinMode.CLOSED)
    with pytest.raises(UsedUp):
        closed.newcomers.join(newcomer(), HOME, token)


def test_with_mail_known_and_unknown_addresses_get_the_same_answer(place: Place) -> None:
    place.person("ana")
    desk, post = place.house(mail=True), KeepingLetters()
    box = LetterBox(place.database, place.clock, post, site="Fieldbook", base_url="https://wiki.example.org/")  # type: ignore[arg-type]
    assert desk.newcomers.join(newcomer("ana@example.org"), HOME) is None
    assert desk.newcomers.join(newcomer("bea@example.org", name="Bea"), HOME) is None
    with place.database.read() as session:
        payloads = [job.payload for job in session.query(Job).order_by(Job.id)]
    assert [sorted(payload) for payload in payloads] == [["letter", "token_id"]] * 2
    box.send(payloads)
    (to_ana, _, known), (to_bea, _, asked) = post.sent
    assert (to_ana, to_bea) == ("ana@example.org", "bea@example.org")
    assert "/join/confirm/" not in known
    token = asked.split("/join/confirm/")[1].split()[0]
    assert "https://wiki.example.org/join/confirm/" in asked
    assert desk.newcomers.may_confirm(token)
    bea = desk.newcomers.confirm(token)
    assert (bea.email, bea.role, bea.name) == ("bea@example.org", Role.MEMBER, "Bea")
    with pytest.raises(UsedUp):
        desk.newcomers.confirm(token)
    box.send(payloads)
    assert len(post.sent) == 2, "a repeated job writes to nobody whose letter was answered"


def test_a_letter_answered_too_late_makes_no_account(place: Place) -> None:
    desk, post = place.house(mail=True), KeepingLetters()
    box = LetterBox(place.database, place.clock, post, site="Fieldbook", base_url="https://wiki.example.org")  # type: ignore[arg-type]
    desk.newcomers.join(newcomer(), HOME)
    with place.database.read() as session:
        box.send([job.payload for job in session.query(Job)])
    token = post.sent[0][2].split("/join/confirm/")[1].split()[0]
    place.person("ana")
    with pytest.raises(UsedUp):
        desk.newcomers.confirm(token)
    place.clock.forward(hours=25)
    with pytest.raises(UsedUp):
        desk.newcomers.confirm(token)


def test_only_admins_add_accounts(place: Place) -> None:
    editor = place.person("editor", Role.EDITOR)
    with pytest.raises(Forbidden):
        place.desk.newcomers.add(editor.actor, newcomer(), Role.MEMBER)
    with pytest.raises(Invalid):
        place.desk.newcomers.add(SYSTEM, newcomer(), Role.READER)
