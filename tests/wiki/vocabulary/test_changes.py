"""Changing a vocabulary: every deed, what it refuses, and its undo; every process follows."""

from collections.abc import Callable

import pytest
from front_door import Clock, Site, cheap_passwords
from sqlalchemy import select
from vocabulary_case import case, values_of

from auth.audit import AuditEntry
from auth.errors import Forbidden
from auth.model import Account
from storage.database import Database
from wiki.app import create_app
from wiki.errors import Invalid, NotFound
from wiki.kinds.model import Library
from wiki.kinds.terms import Vocabulary
from wiki.pages.service import Pages
from wiki.settings import Settings
from wiki.vocabulary.model import TermChange, TermRow, Words
from wiki.vocabulary.service import Vocabularies, words_of

Deed = Callable[[Vocabularies, Site], object]
BELOW = Words("Website", parent="website")
NOWHERE = Words("Website", parent="none")


def areas(site: Site) -> Vocabulary:
    return site.service(Library).vocabularies["areas"]


def last_change(site: Site) -> int:
    with site.service(Database).read() as session:
        return session.scalars(select(TermChange.id).order_by(TermChange.id.desc())).first() or 0


def undo(site: Site, number: int = 0) -> None:
    site.service(Vocabularies).undo(site.person("editor"), number or last_change(site))


def test_a_term_is_added_worded_and_put_in_its_place(any_site: Site) -> None:
    editor, terms = any_site.person("editor"), any_site.service(Vocabularies)
    assert terms.add(editor, "areas", Words("Kites & flags", "On the line.", also=("banners",))) == "kites_flags"
    assert list(areas(any_site).terms)[-1] == "kites_flags"
    terms.word(editor, "areas", "kites_flags", Words("Kites", "In the air.", "A kite.", ("banners",), "email"))
    terms.move(editor, "areas", "kites_flags", -1)
    added = areas(any_site).terms["kites_flags"]
    assert words_of(added) == Words("Kites", "In the air.", "A kite.", ("banners",), "email")
    assert list(areas(any_site).terms)[-2] == "kites_flags"


def test_only_what_differs_from_the_file_is_kept(site: Site) -> None:
    term = areas(site).terms["email"]
    words = Words("Mail", term.definition, term.example, term.also, term.parent)
    site.service(Vocabularies).word(site.person("editor"), "areas", "email", words)
    with site.service(Database).read() as session:
        kept = session.get_one(TermChange, last_change(site)).after["email"]
    assert kept["words"] == {"label": "Mail"}


@pytest.mark.parametrize(
    ("label", "key"),
    [("", ""), ("E-mail", ""), ("  e-MAIL ", ""), ("x" * 81, ""), ("Новое", ""), ("☃", ""), ("New", "email"),
     ("New", "a b"), ("New", "<b>"), ("New", "é"), ("New", "x" * 61)],
)  # fmt: skip
def test_a_bad_new_term_is_refused_in_words(site: Site, label: str, key: str) -> None:
    before = areas(site)
    taken = before.terms["email"].label
    with pytest.raises(Invalid) as refused:
        site.service(Vocabularies).add(site.person("editor"), "areas", Words(label.replace("E-mail", taken)), key)
    assert refused.value.problems
    assert areas(site) == before


def test_hostile_labels_are_words(site: Site) -> None:
    label = """50% of "<script>alert(1)</script>" & '{{ 7*7 }}' %(x)s"""
    key = site.service(Vocabularies).add(site.person("editor"), "areas", Words(label, label, label, (label,)))
    client = site.client("editor")
    at = f"/vocabularies/areas/terms/{key}"
    site.service(Vocabularies).retire(site.person("editor"), "areas", "email", key)
    for path in ("/topics", f"/topics/areas/{key}", "/topics/areas/email", "/vocabularies/areas", at, f"{at}/merge",
                 f"{at}/merge?into=website", "/vocabularies/areas/terms/website/merge?into=" + key,
                 "/new/case_study", f"/search?area={key}", "/vocabularies/areas/propose"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "<script>alert" not in answer.text
        assert "49" not in answer.text or "{{ 7*7 }}" in answer.text


def test_only_editors_change_anything(site: Site) -> None:
    terms = site.service(Vocabularies)
    deeds: list[Callable[[], object]] = []
    for role in ("reader", "member", "practitioner", "trainer"):
        who = site.person(role) if role != "reader" else site.person("member", "Other")
        deeds += [
            lambda who=who: terms.add(who, "areas", Words("New")),
            lambda who=who: terms.word(who, "areas", "email", Words("New")),
            lambda who=who: terms.rekey(who, "areas", "email", "mail"),
            lambda who=who: terms.merge(who, "areas", "email", "website"),
            lambda who=who: terms.retire(who, "areas", "email"),
            lambda who=who: terms.revive(who, "areas", "email"),
            lambda who=who: terms.move(who, "areas", "email", 1),
            lambda who=who: terms.undo(who, 1),
            lambda who=who: terms.shelf(who, "areas"),
            lambda who=who: terms.affected(who, "areas", "email"),
        ]
    for deed in deeds:
        with pytest.raises(Forbidden):
            deed()


def test_a_new_address_leaves_the_old_one_leading_on(any_site: Site) -> None:
    editor, terms = any_site.person("editor"), any_site.service(Vocabularies)
    slug = case(any_site, "One", areas=["email", "website"])
    terms.rekey(editor, "areas", "email", "e_mail")
    assert any_site.client().get("/topics/areas/email").headers["Location"] == "/topics/areas/e_mail"
    assert list(areas(any_site).terms).index("e_mail") == 1 + list(areas(any_site).terms).index("list_and_data")
    any_site.work()
    assert values_of(any_site, slug)["areas"] == ["e_mail", "website"]
    terms.rekey(editor, "areas", "e_mail", "post")
    assert any_site.client().get("/topics/areas/email").headers["Location"] == "/topics/areas/post"
    terms.rekey(editor, "areas", "post", "email")  # a term may take its old address back
    assert any_site.client().get("/topics/areas/post").headers["Location"] == "/topics/areas/email"
    any_site.work()
    assert values_of(any_site, slug)["areas"] == ["email", "website"]


def test_merging_keeps_names_and_leads_on(any_site: Site) -> None:
    editor, terms = any_site.person("editor"), any_site.service(Vocabularies)
    label = areas(any_site).terms["email"].label
    terms.merge(editor, "areas", "email", "website")
    assert label in areas(any_site).names_of("website")
    answer = any_site.client().get("/topics/areas/email")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/topics/areas/website")
    assert any_site.client().get("/search?area=email").status_code == 200


@pytest.mark.parametrize(
    ("deed", "field"),
    [
        (lambda terms, site: terms.merge(site.person("editor"), "areas", "website", "website"), "into"),
        (lambda terms, site: terms.merge(site.person("editor"), "areas", "website", "email"), "into"),  # back again
        (lambda terms, site: terms.merge(site.person("editor"), "areas", "website", "nothing"), "into"),
        (lambda terms, site: terms.merge(site.person("editor"), "areas", "website", "social_media"), "into"),  # retired
        (lambda terms, site: terms.add(site.person("editor"), "areas", Words("New"), "email"), "key"),  # leads on
        (lambda terms, site: terms.add(site.person("editor"), "areas", Words("New"), "social_media"), "key"),
        (lambda terms, site: terms.rekey(site.person("editor"), "areas", "website", "email_2 "), "key"),
        (lambda terms, site: terms.rekey(site.person("editor"), "areas", "fundraising_dues", "email"), "key"),
        (lambda terms, site: terms.retire(site.person("editor"), "areas", "website", "website"), "instead"),
        (lambda terms, site: terms.retire(site.person("editor"), "areas", "website", "social_media"), "instead"),
        (lambda terms, site: terms.word(site.person("editor"), "areas", "website", BELOW), "parent"),
        (lambda terms, site: terms.word(site.person("editor"), "areas", "website", NOWHERE), "parent"),
        (lambda terms, site: terms.retire(site.person("editor"), "outcome", "did_not_work"), "instead"),
        (lambda terms, site: terms.merge(site.person("editor"), "outcome", "made_worse", "worked"), "into"),
        (lambda terms, site: terms.rekey(site.person("editor"), "level", "1_starting", "start"), "key"),
        (lambda terms, site: terms.rekey(site.person("editor"), "name_shown", "named", "shown"), "key"),
        (lambda terms, site: terms.retire(site.person("editor"), "asked_as", "role_only"), "instead"),
        (lambda terms, site: terms.retire(site.person("editor"), "org_type", "other"), "instead"),
        (lambda terms, site: terms.add(site.person("editor"), "cost_band", Words("New")), "label"),
        (lambda terms, site: terms.add(site.person("editor"), "currency", Words("Talents")), "label"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(site: Site, deed: Deed, field: str) -> None:
    editor, terms = site.person("editor"), site.service(Vocabularies)
    terms.merge(editor, "areas", "email", "website")
    terms.retire(editor, "areas", "social_media")
    before = dict(site.service(Library).vocabularies)
    with pytest.raises(Invalid) as refused:
        deed(terms, site)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert dict(site.service(Library).vocabularies) == before


def test_a_term_never_stands_below_itself(site: Site) -> None:
    editor, terms = site.person("editor"), site.service(Vocabularies)
    low = terms.add(editor, "areas", Words("Low", parent="email"))
    lower = terms.add(editor, "areas", Words("Lower", parent=low))
    with pytest.raises(Invalid):
        terms.word(editor, "areas", "email", Words("Mail", parent=lower))
    terms.merge(editor, "areas", "email", lower)  # what stood below it takes its place
    assert areas(site).terms[lower].parent == ""
    assert areas(site).terms[low].parent == lower


def test_each_change_can_be_undone_while_nothing_was_built_on_it(any_site: Site) -> None:
    editor, terms = any_site.person("editor"), any_site.service(Vocabularies)
    slug, before = case(any_site, "One", areas=["email"]), areas(any_site)
    terms.word(editor, "areas", "email", Words("Mail"))
    undo(any_site)
    terms.retire(editor, "areas", "email", "website")
    undo(any_site)
    terms.move(editor, "areas", "email", 3)
    undo(any_site)
    terms.merge(editor, "areas", "email", "website")
    undo(any_site)
    assert areas(any_site) == before
    assert list(areas(any_site).terms) == list(before.terms)
    terms.rekey(editor, "areas", "email", "post")
    any_site.work()
    undo(any_site)
    any_site.work()
    assert areas(any_site).terms == before.terms
    assert areas(any_site).key_of("post") == "email"
    assert values_of(any_site, slug)["areas"] == ["email"]
    key = terms.add(editor, "areas", Words("Kites"))
    undo(any_site)
    assert areas(any_site).terms[key].is_retired


def test_what_was_changed_since_is_not_undone(site: Site) -> None:
    editor, terms = site.person("editor"), site.service(Vocabularies)
    terms.merge(editor, "areas", "email", "website")
    merged = last_change(site)
    terms.word(editor, "areas", "website", Words("Our site"))
    with pytest.raises(Invalid, match="changed again"):
        undo(site, merged)
    undo(site)
    undo(site, merged)
    with pytest.raises(Invalid, match="undone already"):
        undo(site, merged)
    with pytest.raises(NotFound):
        undo(site, 999)


def test_of_two_editors_at_once_the_second_is_told(site: Site) -> None:
    terms, term = site.service(Vocabularies), areas(site).terms["email"]
    began = words_of(term).mark
    terms.word(site.person("editor"), "areas", "email", Words("Theirs"), began)
    with pytest.raises(Invalid, match="meanwhile"):
        terms.word(site.person("editor", "Second"), "areas", "email", Words("Mine"), began)
    client = site.client("editor", "Second")
    page = client.get("/vocabularies/areas/terms/email").text
    sent = {"label": "Mine", "seen": began, "csrf_token": page.split('name="csrf_token" value="')[1].split('"')[0]}
    answer = client.post("/vocabularies/areas/terms/email", data=sent)
    assert answer.status_code == 422
    assert 'value="Mine"' in answer.text
    assert "“Theirs”" in answer.text


def test_every_process_follows_at_once_and_holds_still_within_a_request(site: Site, clock: Clock) -> None:
    settings = site.service(Settings)
    other = Site(create_app(settings, clock, cheap_passwords()), clock)
    live = other.service(Library).vocabularies
    assert "kites" not in live["areas"].terms
    with other.service(Library).moment():
        assert "kites" not in live["areas"].terms
        site.service(Vocabularies).add(site.person("editor"), "areas", Words("Kites"))
        assert "kites" not in live["areas"].terms
    assert "kites" in live["areas"].terms
    assert other.client().get("/topics/areas/kites").status_code == 200


def test_nothing_is_read_while_nothing_changed(site: Site) -> None:
    first = site.service(Vocabularies).laid()
    assert site.service(Vocabularies).laid() is first


def test_a_page_cached_for_readers_follows_too(site: Site) -> None:
    client = site.client()
    assert "Kites" not in client.get("/topics").text
    site.service(Vocabularies).add(site.person("editor"), "areas", Words("Kites"))
    assert "Kites" in client.get("/topics").text


def test_a_retired_term_stays_valid_where_it_is_and_is_offered_nowhere_else(site: Site) -> None:
    slug = case(site, "One", areas=["email"])
    site.service(Vocabularies).retire(site.person("editor"), "areas", "email", "website")
    client = site.client("editor")
    assert 'value="email"' not in client.get("/new/case_study").text
    form = client.get(f"/wiki/{slug}/edit").text
    assert 'value="email"' in form
    assert "(no longer offered)" in form
    site.service(Pages).save(site.person("editor"), slug, 1, {**values_of(site, slug), "summary": "New words."})
    assert values_of(site, slug)["areas"] == ["email"]
    page = client.get("/topics/areas/email").text
    assert "no longer offered" in page
    assert 'href="/topics/areas/website"' in page


def test_people_keep_their_kind_of_organization(site: Site) -> None:
    terms, editor, member = site.service(Vocabularies), site.person("editor"), site.person("member")
    with site.service(Database).write() as session:
        session.get_one(Account, member.id).org_type = "worker_center"
    terms.retire(editor, "org_type", "worker_center")
    assert 'value="worker_center" selected' in site.client("member").get("/account").text
    assert 'value="worker_center"' not in site.client().get("/join").text
    terms.merge(editor, "org_type", "worker_center", "community_org")
    with site.service(Database).read() as session:
        assert session.get_one(Account, member.id).org_type == "community_org"


def test_the_audit_log_names_the_deed_in_the_vocabularys_words(site: Site) -> None:
    site.service(Vocabularies).merge(site.person("editor"), "areas", "email", "website")
    with site.service(Database).read() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.action, entry.subject, entry.actor_name) == ("term.merged", "areas/email", "Editor")
        assert set(entry.detail) == {"label", "into"}


def test_a_thousand_terms_are_shown_in_parts(site: Site) -> None:
    with site.service(Database).write() as session:
        session.add_all(
            TermRow(vocabulary="areas", key=f"n{n}", label=f"Number {n}", state="active", replaced_by="",
                    words={"label": f"Number {n}"}) for n in range(1000)
        )  # fmt: skip
    site.service(Vocabularies).add(site.person("editor"), "areas", Words("One more"))
    client = site.client("editor")
    assert client.get("/vocabularies/areas").text.count("/place") == 100
    assert "One more" in client.get("/vocabularies/areas?page=99").text
    assert client.get("/vocabularies/areas?q=Number+77").text.count("/place") == 11
    for path in ("/topics", "/new/case_study", "/vocabularies/areas?page=-3", "/vocabularies/areas/terms/n5/merge"):
        assert client.get(path).status_code == 200
