"""What `flask content check` finds: each rule of the style guide with a page that breaks it and one that keeps it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from front_door import Site

from wiki.kinds.declaration import DeclarationError
from wiki.settings import ROOT
from wiki.transfer.guide import Guide, KindGuide, load_guide
from wiki.transfer.prose import blocks
from wiki.transfer.reading_grade import count_syllables, grade
from wiki.transfer.service import Transfer

STARTER = ROOT / "content" / "pages"
GUIDE = load_guide(ROOT / "content")
PLAIN = "We met on Monday and made a list. Then we called each name on it. Most of them came. "
HARD = (
    "Organizational transformation necessitates comprehensive reconsideration of institutional communication "
    "infrastructure, notwithstanding considerable administrative complications throughout decentralized federations. "
)
SOURCE = "sources:\n- title: Our own notes\n  publisher: Local 7\n"
Check = Callable[..., list[str]]


def page(body: str, front: str = "") -> str:
    return f"---\nkind: page\ntitle: A page\nsummary: What it is about.\n{front}---\n\n{body}\n"


def tool(text: str = PLAIN * 4, front: str = SOURCE) -> str:
    return (
        "---\nkind: tool\ntitle: Chatter\ncategory: group_chat_forum\nsummary: For talking in small groups.\n"
        f"{front}---\n\n## What it is {{#about}}\n\n{text}\n\n"
        "## Getting your list out {#getting_your_list_out}\n\nYou can save it as a table.\n"
    )


def case(front: str) -> str:
    areas = (
        "areas: [email]\norg_type: local_union\norg_name_shown: described\norg_description: A local\noutcome: worked\n"
    )
    parts = f"## What they did {{#what_we_did}}\n\n{PLAIN * 20}\n\n## What did not work {{#what_failed}}\n\nLittle.\n"
    return f"---\nkind: case_study\ntitle: Called everybody\nsummary: Most came.\n{areas}{SOURCE}{front}---\n\n{parts}"


@pytest.fixture
def check(site: Site, tmp_path: Path) -> Check:
    """What is wrong with these files, by name without its ending, checked together."""

    def run(**files: str) -> list[str]:
        for name, text in files.items():
            (tmp_path / f"{name.replace('_', '-')}.md").write_text(text, "utf-8")
        return [f"{one.file}: {one.reason}" for one in site.service(Transfer).check_folder(tmp_path)]

    return run


def test_pages_that_keep_to_the_guide_pass(check: Check) -> None:
    assert check(chatter=tool(), a_page=page(PLAIN * 8 + "See [[Chatter]]."), called=case("")) == []


def test_a_claim_without_a_source(check: Check) -> None:
    assert check(chatter=tool(front="")) == ["chatter.md: names no source"]


def test_a_source_that_nobody_published(check: Check) -> None:
    (wrong,) = check(chatter=tool(front="sources:\n- title: A page somewhere\n"))
    assert wrong == "chatter.md: source 1 does not say who published it"


@pytest.mark.parametrize(
    ("front", "key"),
    [
        ("metrics:\n- name: People who came\n  after: '40'\n", "source"),
        ("evidence:\n- claim: Forty came\n  kind: self_report\n", "link"),
    ],
)
def test_a_number_and_a_claim_of_which_nothing_says_where_it_is_from(check: Check, front: str, key: str) -> None:
    (wrong,) = check(called=case(front))
    assert "entry 1: nothing says where this is from" in wrong
    assert f"(`{key}`)" in wrong


def test_a_link_to_nowhere_in_text_and_in_a_field(check: Check) -> None:
    wrong = check(a_page=page(PLAIN * 8 + "See [[Nobody wrote this]].", "related:\n- Nor this\n"))
    assert wrong == ["a-page.md: “Nobody wrote this” leads to no page", "a-page.md: “Nor this” leads to no page"]


def test_an_invitation_and_every_name_of_a_page_are_somewhere(check: Check) -> None:
    inviting = page(PLAIN * 8 + "[[Nobody wrote this]]").replace("A page", "Help wanted")
    named = tool().replace("summary:", "aliases: Old Chatter, Chat\nsummary:", 1)
    linking = page(PLAIN * 8 + "[[Nobody wrote this]] [[Old Chatter]] [[chatter]] [[Help wanted]]")
    assert check(help_wanted=inviting, chatter=named, a_page=linking) == []


def test_a_link_to_a_part_that_is_not_there(check: Check) -> None:
    wrong = check(chatter=tool(), a_page=page(PLAIN * 8 + "[[Chatter#What it is]] [[Chatter#Prices]]"))
    assert wrong == ["a-page.md: “Chatter#Prices” leads to no part of that page"]


def test_a_term_outside_its_vocabulary(check: Check) -> None:
    (wrong,) = check(chatter=tool().replace("group_chat_forum", "gadgets"))
    assert wrong.startswith("chatter.md: category:")


@pytest.mark.parametrize(
    ("text", "words"),
    [("Too short.", "the guide asks for 60 at least"), (PLAIN * 30, "the guide allows 400")],
)
def test_a_page_that_is_too_short_or_too_long(check: Check, text: str, words: str) -> None:
    (wrong,) = check(chatter=tool(text))
    assert words in wrong


@pytest.mark.parametrize("picture", ["![](menu.png)", "![ ](menu.png)", '<img src="/menu.png">'])
def test_a_picture_without_words(check: Check, picture: str) -> None:
    (wrong,) = check(a_page=page(PLAIN * 8 + picture))
    assert wrong == "a-page.md: `body` has 1 picture without words for it"


@pytest.mark.parametrize("words", ["![The menu, open at Export](menu.png)", "Write `![](menu.png)` for it."])
def test_pictures_with_words_and_code_about_them_are_fine(check: Check, words: str) -> None:
    assert check(a_page=page(PLAIN * 8 + words)) == []


def test_words_that_are_too_hard(check: Check) -> None:
    (wrong,) = check(a_page=page(HARD * 8))
    assert "reads at grade" in wrong
    assert "the guide asks for 9" in wrong


def test_hard_words_in_tables_code_and_lists_of_links_are_not_prose(check: Check) -> None:
    table = f"\n\n| Name | What |\n|---|---|\n| {HARD * 3} | {HARD * 3} |\n"
    assert check(a_page=page(f"{PLAIN * 8}{table}\n\n    {HARD}\n\n- [{HARD}](https://example.org/)\n")) == []


def test_a_guide_that_asks_nothing_finds_nothing(site: Site, tmp_path: Path) -> None:
    (tmp_path / "a-page.md").write_text(page(HARD), "utf-8")
    transfer = site.service(Transfer)
    transfer._guide = Guide()  # what a site without content/guide.yaml has
    assert transfer.check_folder(tmp_path) == []
    transfer._guide = replace(Guide(), kinds={"page": KindGuide(words_at_least=500)})
    assert len(transfer.check_folder(tmp_path)) == 1


def test_the_command_says_it_file_by_file_and_fails(site: Site, tmp_path: Path) -> None:
    (tmp_path / "chatter.md").write_text(tool(front=""), "utf-8")
    answer = site.app.test_cli_runner().invoke(args=["content", "check", str(tmp_path)])
    assert answer.exit_code == 1
    assert "chatter.md: names no source" in answer.output
    (tmp_path / "chatter.md").write_text(tool(), "utf-8")
    answer = site.app.test_cli_runner().invoke(args=["content", "check", str(tmp_path)])
    assert (answer.exit_code, "keeps to the style guide" in answer.output) == (0, True)


def test_the_whole_starter_library_is_clean(site: Site) -> None:
    assert site.service(Transfer).check_folder(STARTER) == []


def test_the_style_guide_and_the_check_ask_the_same() -> None:
    text = (STARTER / "style-guide.md").read_text("utf-8")
    assert f"a reading grade of {GUIDE.reading_grade:g} or less" in text
    names = {"case_study": "Case study", "how_to": "How-to", "tool": "Tool", "event": "Event",
             "collection": "Collection", "page": "Plain page"}  # fmt: skip
    assert GUIDE.kinds.keys() == names.keys()
    for key, name in names.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| {name} |"))
        assert f"{GUIDE.kinds[key].words_at_least} to {GUIDE.kinds[key].words_at_most:,} words" in row


def test_a_broken_guide_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "guide.yaml").write_text("reading_grade: 9\ngrades: 7\n", "utf-8")
    with pytest.raises(DeclarationError, match=r"content/guide.yaml:\d+: the guide has the unknown key `grades`"):
        load_guide(tmp_path / "content")
    assert load_guide(tmp_path) == Guide()


@pytest.mark.parametrize(
    ("word", "count"),
    [("list", 1), ("voted", 2), ("helped", 1), ("organization", 5), ("people", 2), ("employer", 3), ("media", 3),
     ("didn't", 2), ("changes", 2), ("safely", 2), ("2011", 1), ("committee", 3), ("science", 2), ("worker's", 2)],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert count_syllables(word) == count


def test_the_grade_is_the_formulas_own() -> None:
    # Ten words in two sentences, twelve syllables: 0.39 * 5 + 11.8 * 1.2 - 15.59.
    assert grade(["The union met here. We voted to go on strike."]) == pytest.approx(0.39 * 5 + 11.8 * 1.2 - 15.59)
    assert grade([]) == 0.0
    assert grade(["Dr. Ana met us."]) == grade(["Dr Ana met us."])
    assert grade([HARD]) > 20 > 4 > grade([PLAIN])


def test_what_is_prose() -> None:
    html = (
        '<h3>Head</h3><p>One <a href="/x">two</a>.</p><ul><li><wiki-link page="A" section="">A</wiki-link></li>'
        "<li>Three<ul><li>Four</li></ul></li></ul><table><tr><td>Five</td></tr></table><pre><code>six</code></pre>"
    )
    assert blocks(html) == ["One two.", "Three", "Four"]
