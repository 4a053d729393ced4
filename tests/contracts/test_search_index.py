"""What every keeper of the search index promises, shown by every keeper."""

import random
from dataclasses import replace

import pytest
from search_index_hostile import HOSTILE
from search_index_pages import (
    AUDIENCES,
    AUTHOR,
    EDITOR,
    MEMBER,
    PUBLIC,
    Named,
    page,
    random_like,
    random_page,
    random_query,
)
from search_index_twin import TwinIndex

from search.model import BY, Clause, Part, Query, Term
from search.query import parse


def found(index, text, audience=PUBLIC, **more):
    return [hit.id for hit in index.search(parse(text, **more), audience).hits]


def same(results, expected):
    """Everything but passages, which are a keeper's own."""
    bare = tuple(replace(hit, snippet=(), part=None, why="", changed=hit.changed) for hit in results.hits)
    return replace(results, hits=bare) == expected


@pytest.mark.parametrize("seed", range(4))
def test_answers_equal_reading_every_page(seed, real_index):
    rng = random.Random(seed)
    twin, index = TwinIndex(), real_index
    for one in (twin, index):
        pages = random.Random(seed)
        one.rebuild([random_page(pages, number) for number in range(1, 61)])
        for _ in range(4):  # several segments, with deleted pages in them
            one.put([random_page(pages, pages.randint(1, 80)) for _ in range(6)])
            one.delete([pages.randint(1, 80), 999])
    assert index.versions() == twin.versions()
    for _ in range(60):
        query = replace(parse(**random_query(rng)), like=random_like(rng))
        for audience in AUDIENCES:
            expected = twin.search(query, audience)
            assert same(index.search(query, audience), expected), (query, audience)
        prefix = query.text[: rng.randint(1, 7)]
        audience = rng.choice(AUDIENCES)
        wanted = [hit.id for hit in twin.suggest(prefix, audience)]
        assert [hit.id for hit in index.suggest(prefix, audience)] == wanted, prefix


def test_every_page_of_results_adds_up(index):
    index.rebuild([page(number, f"Union hall {number % 7}", "union " * number) for number in range(1, 41)])
    whole = found(index, "union", size=100)
    assert len(whole) == 40
    for size in (1, 7, 40):
        pages = [found(index, "union", page=number, size=size) for number in range(1, -(-40 // size) + 1)]
        assert [number for one in pages for number in one] == whole


def test_a_page_past_the_end_gives_the_first(index):
    index.rebuild([page(number, "Union") for number in range(1, 4)])
    results = index.search(parse("union", page=9, size=2), PUBLIC)
    assert (results.page, results.pages, len(results.hits)) == (1, 2, 2)


def test_an_index_nobody_made_is_not_ready(index):
    assert not index.health().ready
    assert not index.search(parse("union"), PUBLIC).ready
    assert index.versions() == {}
    assert index.suggest("un", PUBLIC) == ()


def test_an_empty_library_is_ready(index):
    assert index.rebuild([]) == 0
    assert index.health().ready
    assert index.search(parse("union"), PUBLIC).ready
    assert index.search(parse(""), PUBLIC).total == 0


def test_put_replaces_by_id_and_delete_forgets(index):
    index.rebuild([page(1, "Phone bank"), page(2, "Text bank")])
    index.put([page(1, "Door knocking", revision=11)])
    index.delete([2, 77])
    assert found(index, "bank") == []
    assert found(index, "door") == [1]
    assert index.versions() == {1: 11}
    assert index.health().documents == 1


def test_the_same_page_twice_in_one_batch_counts_once(index):
    index.put([page(1, "First words"), page(1, "Second words")])
    assert index.search(parse("words"), PUBLIC).total == 1
    assert found(index, "second") == [1]


def test_generations_rise(index):
    index.rebuild([page(1, "One")])
    first = index.health().generation
    index.put([page(2, "Two")])
    second = index.health().generation
    index.rebuild([page(1, "One")])
    assert first < second < index.health().generation


@pytest.mark.parametrize("word", ["organizing", "organizers", "organization", "Organized", "ORGANIZE"])
def test_stems_meet(index, word):
    index.rebuild([page(1, "How we organize"), page(2, "Our organization"), page(3, "Organizers"), page(4, "Other")])
    assert set(found(index, word)) == {1, 2, 3}


@pytest.mark.parametrize("text", ["cafe munchen", "CAFÉ MÜNCHEN", "cafe\u0301 Mu\u0308nchen"])
def test_accents_and_case_meet(index, text):
    index.rebuild([page(1, "Café", "in München")])
    assert found(index, text) == [1]


@pytest.mark.parametrize("text", ["text_bank", "text-bank", "workers' text bank", "v2.0"])
def test_joined_words_are_found_by_their_pieces(index, text):
    index.rebuild([page(1, "text-bank", "the worker's v2 0 text.bank")])
    assert found(index, text) == [1]


def test_phrases_stand_together_as_written(index):
    index.rebuild(
        [page(1, "A", "central labor council"), page(2, "B", "labor central councils"), page(3, "C", "central")]
    )
    assert found(index, '"central labor council"') == [1]
    assert found(index, '"labor central"') == [2]


def test_no_phrase_reaches_from_one_part_into_the_next(index):
    index.rebuild([page(1, "Central", parts=(Part("a", "Labor", "hall of"), Part("b", "", "fame")))])
    results = index.search(parse('"hall of fame"'), PUBLIC)
    assert (results.total, results.partial) == (1, True)
    assert index.search(parse('"hall of"'), PUBLIC).partial is False


def test_excluded_words_and_phrases_never_show(index):
    index.rebuild([page(1, "Phone bank robocalls"), page(2, "Phone bank"), page(3, "Bank of phones")])
    assert set(found(index, "phone -robocall")) == {2, 3}
    assert set(found(index, 'phones -"phone bank"')) == {3}
    assert set(found(index, '-"phone bank"')) == {3}


def test_the_exact_title_comes_first(index):
    many = [page(number, "Spoke Spoke Spoke", "spoke " * 30) for number in range(1, 6)]
    index.rebuild([*many, page(9, "Spoke", "a tool " * 80), page(10, "Tool", "spoke " * 9, aliases=("Spoke",))])
    assert set(found(index, "spoke")[:2]) == {9, 10}


def test_title_counts_more_than_summary_more_than_text(index):
    index.rebuild(
        [page(1, "Some", "union other word"), page(2, "Some", "other word", summary="union"), page(3, "Union", "x")]
    )
    assert found(index, "other union") == [2, 1]
    assert found(index, "union") == [3, 2, 1]


def test_words_typed_next_to_each_other_lead_where_a_page_says_them_so(index):
    index.rebuild([page(1, "A", "bank of the phone company"), page(2, "B", "company phone bank of the"), page(3, "C")])
    assert found(index, "phone bank") == [2, 1]
    assert found(index, "bank phone") == [2, 1]  # neither says it so: the later page


def test_a_title_that_holds_every_word_leads(index):
    often = "phone bank volunteers " * 9
    index.rebuild(
        [page(1, "How volunteers run a phone bank", "other words " * 300), page(2, "Bank", often), page(3, "x")]
    )
    assert found(index, "volunteers phone banks") == [1, 2]
    assert found(index, "volun* bank") == [1, 2]


def test_most_words_follow_all_words(index):
    index.rebuild([
        page(1, "Texting members before a strike vote"), page(2, "Texting members"), page(3, "Strike vote"),
        page(4, "Members")
    ])  # fmt: skip
    results = index.search(parse("texting members strike vote"), PUBLIC)
    assert results.hits[0].id == 1
    assert (results.complete, results.total, results.partial) == (1, 4, False)


def test_overdue_pages_come_after_fresh_ones_on_equal_terms(index):
    index.rebuild([page(1, "Phone bank"), page(2, "Phone bank", overdue=True)])
    assert found(index, "phone") == [1, 2]


def test_pages_like_who_asks_lead_and_none_is_left_out(index):
    index.rebuild([page(1, "Phone", terms={"org_type": ("local",)}), page(2, "Phone"), page(3, "Phone phone")])
    query = replace(parse("phone"), like={"org_type": {"local": 0.5}})
    results = index.search(query, PUBLIC)
    assert results.hits[0].id == 1
    assert (results.total, results.hits[0].near, results.hits[1].near) == (3, ("org_type",), ())
    assert [hit.id for hit in index.search(replace(parse(""), like=query.like), PUBLIC).hits] == [1, 3, 2]


def test_ranges_keep_pages_that_state_a_number_within_them(index):
    index.rebuild([page(1, "A", numbers={"cost": 0}), page(2, "B", numbers={"cost": 500}), page(3, "C")])
    for typed, kept in (("cost:<500", [1]), ("cost:500", [2, 1]), ("cost:>0", [2]), ("cost:1-499", [])):
        assert [hit.id for hit in index.search(parse(typed, fields=Named()), PUBLIC).hits] == kept
    assert index.search(parse("cost:500", fields=Named()), PUBLIC).hits[0].numbers == {"cost": 500}


@pytest.mark.parametrize("typed", ["email list", "e-mail list", "E-Mail lists", "emails list"])
def test_hyphens_and_plurals_meet(index, typed):
    index.rebuild([page(1, "An e-mail list"), page(2, "An email list"), page(3, "A mailing list")])
    assert set(found(index, typed)) == {1, 2}


@pytest.mark.parametrize("typed", ["organising neighbours", "organizing neighbors", "Organisations' neighbour"])
def test_us_and_uk_spelling_meet(index, typed):
    index.rebuild([page(1, "Organizing neighbors"), page(2, "Organisations of neighbours")])
    assert set(found(index, typed)) == {1, 2}


def test_all_words_first_else_most_and_said_so(index):
    index.rebuild([page(1, "Phone bank"), page(2, "Text bank campaign"), page(3, "Door")])
    whole = index.search(parse("phone bank"), PUBLIC)
    assert ([hit.id for hit in whole.hits], whole.partial) == ([1], False)
    some = index.search(parse("phone campaign"), PUBLIC)
    assert ({hit.id for hit in some.hits}, some.partial) == ({1, 2}, True)


def test_a_filter_that_leaves_nothing_does_not_loosen_the_words(index):
    index.rebuild([page(1, "Phone bank", terms={"area": ("x",)}), page(2, "Phone", terms={"area": ("y",)})])
    results = index.search(parse("phone bank", {"area": ["y"]}), PUBLIC)
    assert (results.total, results.partial, results.facets) == (0, False, {"area": {"x": 1}})


def test_words_that_say_nothing_are_found_as_written(index):
    index.rebuild([page(1, "The Who", parts=()), page(2, "Who", parts=())])
    assert found(index, "the who") == [1]


def test_marks_without_words_find_nothing_but_an_empty_box_lists_all(index):
    index.rebuild([page(1, "One"), page(2, "Two")])
    assert found(index, "???") == []
    assert found(index, "") == [2, 1]


def test_sorting(index):
    index.rebuild([page(1, "Éa union"), page(2, "b union"), page(3, "A union union")])
    assert found(index, "union", sort="newest") == [3, 2, 1]
    assert found(index, "union", sort="title") == [3, 2, 1]
    assert found(index, "", sort="title") == [3, 2, 1]


def test_facets_count_each_group_as_if_it_had_no_filter(index):
    index.rebuild(
        [
            page(1, "One", terms={"area": ("x",), "level": ("a",)}),
            page(2, "Two", terms={"area": ("y",), "level": ("a", "b")}, kind="howto"),
            page(3, "Three", terms={"area": ("x", "y")}),
        ]
    )
    results = index.search(parse("", {"area": ["x"]}), PUBLIC)
    assert results.facets == {"area": {"x": 2, "y": 2}, "level": {"a": 1}, "kind": {"case_study": 2}}
    both = index.search(parse("", {"area": ["x", "y"], "level": ["b"]}), PUBLIC)
    assert (both.total, both.facets["level"], both.facets["kind"]) == (1, {"a": 2, "b": 1}, {"howto": 1})


def test_unknown_facets_and_terms_leave_nothing(index):
    index.rebuild([page(1, "One", terms={"area": ("x",)})])
    assert found(index, "", filters={"area": ["gone"]}) == []
    assert found(index, "", filters={"gone": ["x"]}) == []


def test_who_signed_is_found_and_never_told(index):
    index.rebuild([
        page(1, "One", signers=("account:7", "pen:river")), page(2, "Two", signers=("account:7",)), page(3, "Three"),
        page(4, "Four", signers=("account:7",), audience="members")
    ])  # fmt: skip
    assert found(index, "", filters={BY: ["account:7"]}) == [2, 1]
    assert found(index, "", filters={BY: ["pen:river", "account:9"]}) == [1]
    assert found(index, "", MEMBER, filters={BY: ["account:7"]}) == [4, 2, 1]
    assert [hit.id for hit in index.search(Query(without={BY: ("account:7",)}), PUBLIC).hits] == [3]
    for query in (parse("", filters={BY: ["account:7"]}), parse("account river 7"), parse("accout rivr")):
        results = index.search(query, EDITOR)
        assert "account:7" not in repr(results)
        assert "pen:river" not in repr(results)
        assert BY not in results.facets


CANARY = "xyzzycanary"


@pytest.mark.parametrize(
    ("audience", "sees"),
    [(PUBLIC, {"public"}), (MEMBER, {"public", "members"}), (EDITOR, {"public", "members", "editors"}),
     (AUTHOR, {"public", "account:7"}), (frozenset(), set())],
)  # fmt: skip
def test_nothing_beyond_the_readers_rights_shows_anywhere(index, audience, sees):
    words = ("public", "members", "editors", "account:7")
    index.rebuild([
        page(n, f"{CANARY}{n} word", f"{CANARY} text{n}", word, terms={"area": (f"{CANARY}{n}",)}, kind=f"{CANARY}{n}",
             labels=(f"{CANARY}{n}",), aliases=(f"{CANARY}{n}",), summary=f"{CANARY}{n}")
        for n, word in enumerate(words, 1)
    ])  # fmt: skip
    allowed = {n for n, word in enumerate(words, 1) if word in sees}
    hidden = {n for n in range(1, 5) if n not in allowed}
    for text in (
        "",
        "word",
        CANARY,
        f'"{CANARY}"',
        "-nothing",
        *(f"{CANARY}{n}" for n in range(1, 5)),
        "wrod",
        "xyzzycanaryy",
    ):
        results = index.search(parse(text), audience)
        shown = repr(replace(results, corrected="")) + "".join(set(results.corrected.split()) - set(text.split()))
        assert not any(f"{CANARY}{n}" in shown for n in hidden), text
        assert {hit.id for hit in results.hits} <= allowed
        assert results.total <= len(allowed)
    suggested = {hit.id for prefix in (CANARY, "wo", "x") for hit in index.suggest(prefix, audience)}
    assert suggested == allowed


def test_a_better_spelling_comes_only_from_pages_one_may_see(index):
    index.rebuild([page(1, "Organizing"), page(2, "Zebra stripes", audience="members")])
    assert index.search(parse("Orgnizing!"), PUBLIC).corrected == "organizing!"
    assert index.search(parse("zebar"), PUBLIC).corrected == ""
    assert index.search(parse("zebar"), MEMBER).corrected == "zebra"
    assert index.search(parse("organizing"), PUBLIC).corrected == ""


def test_hostile_queries_find_what_they_find(index):
    index.rebuild([page(1, "Union hall", "text"), page(2, "工会", "🙂 İstanbul straße", labels=("اتحاد",))])
    assert len(HOSTILE) >= 200
    for text in HOSTILE:
        results = index.search(parse(text, {text: [text]} if len(text) % 5 == 0 else {}), PUBLIC)
        assert results.ready, text
        index.search(
            Query(
                text=text,
                clauses=(Clause((Term((text,)), Term((text, text)), Term((text,), prefix=True)), (text,)),),
                excluded=(Term((text or "x",)),),
                page=10**9,
            ),
            PUBLIC,
        )
        index.suggest(text, PUBLIC)
        index.carried([("area", text), (text, "email")], PUBLIC)
    assert index.health().ready
    assert found(index, "工会") == [2]
    assert found(index, "istanbul strase") == [2]
