"""Leaving for good: nothing that leads to the person is kept, and the last admin stays."""

import pytest
from front_door import PASSWORD, Site, token

from auth.audit import AuditLog, Sought
from auth.desk import Desk
from auth.errors import Invalid
from auth.model import SYSTEM, Role
from storage.database import Database
from wiki.pages.drafts import Drafts, Writing
from wiki.reviews.service import Reviews


def leave(site: Site, role: str, **form: str) -> int:
    client = site.client(role)
    sent = {"password": PASSWORD, "csrf_token": token(client, "/account/leave"), **form}
    return client.post("/account/leave", data=sent).status_code


def test_the_name_is_kept_or_taken_away(any_site: Site) -> None:
    kept, taken = any_site.page("Kept", by="practitioner"), any_site.page("Taken", by="trainer")
    drafts = any_site.service(Drafts)
    drafts.keep(any_site.person("trainer"), Writing("page", {"title": ["Mine"]}, key="k"))
    trainer = any_site.person("trainer")
    any_site.client("trainer")
    assert leave(any_site, "practitioner", name="keep") == 303
    assert leave(any_site, "trainer", name="remove") == 303
    reader, desk = any_site.client(), any_site.service(Desk)
    assert "Practitioner" in reader.get(f"/wiki/{kept}/history").text
    text = reader.get(f"/wiki/{taken}/history").text
    assert "A former member" in text
    assert "Trainer" not in text
    assert reader.get("/people/trainer").status_code == 404
    assert desk.roster.by_email(SYSTEM, "trainer@example.org") is None
    assert any_site.service(AuditLog).find(any_site.person("admin"), Sought(who="Trainer")).total == 0
    assert drafts.mine(trainer) == []
    account = desk.roster.get(SYSTEM, trainer.id or 0)
    assert (account.active, account.role, account.languages) == (False, Role.MEMBER, [])
    client = any_site.client()
    sent = {"email": account.email, "password": PASSWORD, "csrf_token": token(client)}
    assert client.post("/sign-in", data=sent).status_code == 422


def test_a_wrong_password_changes_nothing(site: Site) -> None:
    assert leave(site, "member", password="not this one") == 422
    assert site.service(Desk).roster.by_email(SYSTEM, "member@example.org").active


def test_the_last_admin_neither_leaves_nor_steps_down(any_site: Site) -> None:
    admin, desk = any_site.person("admin"), any_site.service(Desk)
    assert leave(any_site, "admin", name="keep") == 422
    client = any_site.client("admin")
    answer = client.post(f"/accounts/{admin.id}/role", data={"role": "1", "csrf_token": token(client, "/theme")})
    assert answer.status_code == 422
    assert "This is the only admin" in answer.text
    answer = client.post(f"/accounts/{admin.id}/deactivate", data={"csrf_token": token(client, "/theme")})
    assert answer.status_code == 422
    any_site.person("admin", "Second")
    assert leave(any_site, "admin", name="keep") == 303
    with pytest.raises(Invalid):
        desk.roster.deactivate(SYSTEM, any_site.person("admin", "Second").id or 0)


def test_an_editor_may_not_change_an_editors_role_not_even_their_own(site: Site) -> None:
    editor, client = site.person("editor"), site.client("editor")
    assert "Only admins can change this role" in client.get(f"/accounts/{editor.id}").text
    sent = {"role": "2", "csrf_token": token(client, "/theme")}
    assert client.post(f"/accounts/{editor.id}/role", data=sent).status_code == 403
    assert site.service(Desk).roster.get(SYSTEM, editor.id or 0).role == Role.EDITOR


def test_used_invitations_say_who_used_them(site: Site) -> None:
    desk, admin = site.service(Desk), site.person("admin")
    invitation = desk.invitations.invite(admin, Role.PRACTITIONER, 3, "For the hall")
    desk.invitations.invite(admin, Role.MEMBER, 1, "Nobody came")
    client = site.client()
    form = {"name": "Nadia", "email": "nadia@example.org", "password": PASSWORD}
    path = f"/join/{invitation}"
    assert client.post(path, data=form | {"csrf_token": token(client, path)}).status_code == 303
    site.clock.pass_by(2 * 86400)
    text = site.client("admin").get("/accounts/invitations").text
    assert "Nadia" in text
    assert "ran out on" in text
    with site.service(Database).read():
        assert [name for _one, name in desk.invitations.over(admin)] == ["", "Nadia"]


def test_an_invited_practitioners_first_contribution_is_looked_at(any_site: Site) -> None:
    desk, admin = any_site.service(Desk), any_site.person("admin")
    invitation = desk.invitations.invite(admin, Role.PRACTITIONER, 3)
    client = any_site.client()
    path = f"/join/{invitation}"
    form = {"name": "Nadia", "email": "nadia@example.org", "password": PASSWORD}
    client.post(path, data=form | {"csrf_token": token(client, path)})
    page = {"title": "First page", "summary": "One.", "body": "Words.", "action": "save"}
    answer = client.post("/new/page", data=page | {"csrf_token": token(client, "/theme")})
    assert "the first contributions of a new account" in client.get(answer.location).text
    assert any_site.client().get(answer.location).status_code == 404
    reviews, editor = any_site.service(Reviews), any_site.person("editor")
    reviews.accept(editor, reviews.waiting(editor)[0].id)
    answer = client.post("/new/page", data=page | {"title": "Second", "csrf_token": token(client, "/theme")})
    assert any_site.client().get(answer.location).status_code == 200
