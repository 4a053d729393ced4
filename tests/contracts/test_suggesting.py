"""What every keeper promises about beginnings: titles that begin so, and terms that pages carry."""

from search_index_pages import MEMBER, PUBLIC, page


def test_suggestions_are_word_beginnings_in_titles(index):
    index.rebuild([
        page(1, "Running a phone bank"), page(2, "Phone"), page(3, "Phone banking at scale"), page(4, "Other", "phone")
    ])  # fmt: skip
    assert [hit.id for hit in index.suggest("PHO", PUBLIC)] == [2, 3, 1]
    assert [hit.id for hit in index.suggest("ban pho", PUBLIC)] == [1, 3]
    assert [hit.id for hit in index.suggest("phone", PUBLIC, limit=1)] == [2]
    assert index.suggest("  ", PUBLIC) == index.suggest("*", PUBLIC) == ()


def test_suggestions_forgive_one_slip(index):
    index.rebuild([page(1, "Running a phone bank"), page(2, "Bankers"), page(3, "Campaign", audience="members")])
    assert [hit.id for hit in index.suggest("pohne", PUBLIC)] == [1]
    assert [hit.id for hit in index.suggest("runing ban", PUBLIC)] == [1]
    assert [hit.id for hit in index.suggest("campiagn", PUBLIC)] == []
    assert [hit.id for hit in index.suggest("campiagn", MEMBER)] == [3]
    assert [hit.id for hit in index.suggest("bnk", PUBLIC)] == []


def test_suggestions_of_some_kinds_are_what_all_kinds_would_give(index):
    index.rebuild([page(1, "Signal", kind="tool"), page(2, "Signal flags"), page(3, "Sagnal", kind="tool")])
    assert [hit.id for hit in index.suggest("sig", PUBLIC, kinds=("tool",))] == [1]
    assert [hit.id for hit in index.suggest("sig", PUBLIC, kinds=("tool", "case_study"))] == [1, 2]
    assert [hit.id for hit in index.suggest("signal f", PUBLIC, kinds=("tool",))] == []
    assert [hit.id for hit in index.suggest("sihnal", PUBLIC, kinds=("tool",))] == [1]
    assert index.suggest("sig", PUBLIC, kinds=("event",)) == ()


def test_suggestions_follow_every_change(index):
    index.rebuild([page(1, "Phone bank"), page(2, "Ballot")])
    assert [hit.id for hit in index.suggest("pho", PUBLIC)] == [1]
    index.put([page(1, "Text bank"), page(3, "Phone tree"), page(4, "Phones", audience="members")])
    assert [hit.id for hit in index.suggest("pho", PUBLIC)] == [3]
    assert [hit.id for hit in index.suggest("pho", MEMBER)] == [4, 3]
    index.put([page(3, "Phone tree", audience="members"), page(4, "Phones")])
    assert [hit.id for hit in index.suggest("pho", PUBLIC)] == [4]
    index.delete([4])
    assert [hit.id for hit in index.suggest("pho", PUBLIC)] == []
    assert [hit.id for hit in index.suggest("bank", PUBLIC)] == [1]
    index.rebuild([page(9, "Phone bank")])
    assert [hit.id for hit in index.suggest("bank", MEMBER)] == [9]


def test_terms_are_carried_only_by_pages_one_may_see(index):
    assert index.carried([("area", "email")], PUBLIC) == frozenset()
    index.rebuild([
        page(1, "One", terms={"area": ("email", "texts")}),
        page(2, "Two", terms={"area": ("secret",), "org_type": ("email",)}, audience="members"),
    ])  # fmt: skip
    asked = [("area", one) for one in ("email", "texts", "secret", "none", "")] + [("org_type", "email"), ("x", "y")]
    assert index.carried(asked, PUBLIC) == {("area", "email"), ("area", "texts")}
    assert index.carried(asked, MEMBER) == {*asked[:3], ("org_type", "email")}
    assert index.carried([("kind", "case_study")], PUBLIC) == {("kind", "case_study")}
    index.delete([1])
    assert index.carried(asked, PUBLIC) == index.carried([], PUBLIC) == frozenset()
