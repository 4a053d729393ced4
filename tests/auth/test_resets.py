"""New passwords for those who forgot the old one."""

import pytest
from auth_place import PASSWORD, KeepingLetters, Place
from sqlalchemy import text

from auth.errors import Forbidden, Invalid, TooMany, UsedUp
from auth.letters import LetterBox
from auth.model import SYSTEM, Role
from storage.jobs import Job

HOME = "203.0.113.9"


def test_an_admins_link_works_once_for_an_hour(place: Place) -> None:
    ana, resets = place.person("ana"), place.desk.resets
    first = resets.link_for(SYSTEM, ana.id)
    link = resets.link_for(SYSTEM, ana.id)
    assert not resets.is_good(first), "a newer link ends the older one"
    with pytest.raises(Invalid):
        resets.reset(link, "password1")
    assert resets.is_good(link), "a refused password must not use the link up"
    resets.reset(link, "another long phrase")
    with pytest.raises(UsedUp):
        resets.reset(link, "a third long phrase")
    place.desk.accounts.authenticate("ana@example.org", "another long phrase", HOME)
    late = resets.link_for(SYSTEM, ana.id)
    place.clock.forward(hours=1)
    with pytest.raises(UsedUp):
        resets.reset(late, "a third long phrase")


def test_only_admins_make_links(place: Place) -> None:
    ana = place.person("ana")
    for role in list(Role)[1:-1]:
        with pytest.raises(Forbidden):
            place.desk.resets.link_for(place.person(role.name.lower(), role).actor, ana.id)


def test_a_closed_account_gets_no_new_password(place: Place) -> None:
    ana = place.person("ana")
    link = place.desk.resets.link_for(SYSTEM, ana.id)
    place.desk.roster.deactivate(SYSTEM, ana.id)
    with pytest.raises(UsedUp):
        place.desk.resets.reset(link, "another long phrase")


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "a" * 10_000, "' OR 1=1 --"])
def test_hostile_tokens_are_used_up(place: Place, token: str) -> None:
    assert not place.desk.resets.is_good(token)
    with pytest.raises(UsedUp):
        place.desk.resets.reset(token, "another long phrase")


def test_asking_by_mail_does_the_same_for_known_and_unknown(place: Place) -> None:
    ana = place.person("ana")
    desk, post = place.house(mail=True), KeepingLetters()
    box = LetterBox(place.database, place.clock, post, site="Fieldbook", base_url="https://wiki.example.org")  # type: ignore[arg-type]
    desk.resets.request("Ana@example.org", HOME)
    desk.resets.request("nobody@example.org", HOME)
    with place.database.read() as session:
        payloads = [job.payload for job in session.query(Job).order_by(Job.id)]
        assert session.scalar(text("SELECT count(*) FROM one_time_token")) == 0
    assert payloads == [{"letter": "reset", "email": f"{name}@example.org"} for name in ("ana", "nobody")]
    box.send(payloads)
    assert [to for to, _, _ in post.sent] == ["ana@example.org"]
    token = post.sent[0][2].split("https://wiki.example.org/reset/")[1].split()[0]
    desk.resets.reset(token, "another long phrase")
    assert desk.accounts.authenticate("ana@example.org", "another long phrase", HOME).id == ana.id


def test_without_mail_nothing_is_queued(place: Place) -> None:
    place.desk.resets.request("ana@example.org", HOME)
    with place.database.read() as session:
        assert session.query(Job).count() == 0


def test_asking_is_limited_for_known_and_unknown_alike(place: Place) -> None:
    place.person("ana")
    for name in ("ana", "nobody"):
        for _ in range(5):
            place.desk.resets.request(f"{name}@example.org", HOME)
        with pytest.raises(TooMany):
            place.desk.resets.request(f"{name}@example.org", HOME)


def test_the_old_password_is_gone(place: Place) -> None:
    ana = place.person("ana")
    place.desk.resets.reset(place.desk.resets.link_for(SYSTEM, ana.id), "another long phrase")
    with pytest.raises(Invalid):
        place.desk.accounts.authenticate("ana@example.org", PASSWORD, HOME)
