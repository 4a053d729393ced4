"""What people need survives both sanitizers, and what would tell other sites about a reader does not."""

import threading

import pytest

from wiki.rendering import sanitizer
from wiki.rendering.addresses import is_allowed, is_external, is_own
from wiki.rendering.allowlist import CLASSES, OURS, TAGS
from wiki.rendering.pipeline import to_html
from wiki.rendering.plain import to_text


def test_task_boxes_are_named_and_cannot_be_changed(tree):
    boxes = tree(to_html("- [ ] a\n- [x] b")).find("input")
    assert [box.attributes["aria-label"] for box in boxes] == ["Not done", "Done"]
    assert ["checked" in box.attributes for box in boxes] == [False, True]
    assert all("disabled" in box.attributes for box in boxes)


def test_code_is_colored_by_short_classes(tree):
    root = tree(to_html("```python\ndef f(): return 1  # one\n```"))
    assert {node.attributes["class"] for node in root.find("pre span")} >= {"k", "nf", "mi", "c1"}
    assert root.find("div")[0].attributes == {"class": "highlight"}
    assert root.find("pre")[0].attributes == {"tabindex": "0"}


def test_tables_keep_their_alignment_and_head(tree):
    root = tree(to_html("| a | b |\n|:-:|--:|\n| 1 | 2 |"))
    assert [node.attributes for node in root.find("th")] == [
        {"align": side, "scope": "col"} for side in ("center", "right")
    ]
    assert [node.attributes for node in root.find("td")] == [{"align": "center"}, {"align": "right"}]


def test_pictures_of_this_site_and_captions_stay(tree):
    root = tree(to_html('![A room](/files/7/room.png "Title"){width=300}\n/// caption\nThe hall, 2011\n///'))
    assert root.find("figure img")[0].attributes == {
        "src": "/files/7/room.png", "alt": "A room", "title": "Title", "width": "300", "loading": "lazy",
    }  # fmt: skip
    assert root.find("figcaption")[0].words().strip() == "The hall, 2011"


def test_pictures_of_other_sites_become_links(tree):
    for text in ("![A room](https://x.example/r.png)", "<img src=//x.example/r.png alt='A room'>"):
        root = tree(to_html(text))
        assert root.find("img") == []
        assert root.find("a")[0].words() == "A room"
        assert root.find("a")[0].attributes["rel"] == "noopener nofollow ugc"
    assert tree(to_html("[![A room](https://x.example/r.png)](/hall)")).find("a")[0].words() == "A room"
    assert tree(to_html("![](https://x.example/r.png)")).find("a")[0].words() == "picture"


def test_details_notes_terms_and_abbreviations_stay(tree):
    root = tree(to_html("/// details | More\n**a**\n///\n\nHTML[^1]\n\nTerm\n: Meaning\n\n*[HTML]: Markup\n\n[^1]: N"))
    assert root.find("details > summary")[0].words() == "More"
    assert root.find("abbr")[0].attributes == {"title": "Markup"}
    assert root.find("dl > dt")[0].words() == "Term"
    assert root.find("li > p > a")[0].attributes["title"] == "Back to the text"


@pytest.mark.parametrize("kind", ["note", "tip", "important", "warning", "caution"])
def test_alerts_and_marked_blocks_become_boxes(tree, kind):
    for text in (f"> [!{kind.upper()}]\n> Mind", f"/// {kind} | {kind.title()}\nMind\n///"):
        box = tree(to_html(text)).find("div")[0]
        assert box.attributes["class"].split() == ["admonition", kind]
        assert box.find("p")[0].attributes["class"] == "admonition-title"


def test_languages_and_directions_stay(tree):
    root = tree(to_html('<p lang="ar" dir="rtl">x</p>'))
    assert root.find("p")[0].attributes == {"lang": "ar", "dir": "rtl"}


def test_links_out_are_marked_and_links_in_are_not(tree):
    links = tree(to_html("[a](https://x.example) [b](/c) [d](e) [f](mailto:a@x.example) [g](//x.example)")).find("a")
    assert [link.attributes.get("rel") for link in links] == [
        "noopener nofollow ugc",
        None,
        None,
        None,
        "noopener nofollow ugc",
    ]


def test_addresses_are_judged_as_a_browser_reads_them():
    for address in (
        "/a",
        "a/b",
        "#c",
        "?d",
        "",
        "http://a",
        "HTTPS://a",
        "mailto:a@b.c",
        " https://a",
        "/a:b",
        "a?b:c",
        "./a",
    ):
        assert is_allowed(address), address
    for address in (
        "javascript:1",
        "java\tscript:1",
        "\x00javascript:0",
        "&#106;avascript:1",
        "data:,x",
        "x:y",
        ":x",
        "ftp://a",
    ):
        assert not is_allowed(address), address
    assert [is_external(a) for a in ("//a", "/\\a", "\\\\a", "https:a", "/a", "a//b")] == [True] * 4 + [False] * 2
    assert [is_own(a) for a in ("/a", "a.png", "//a", "data:,x")] == [True, True, False, False]


def test_both_sanitizers_are_set_up_from_one_table(monkeypatch):
    everything = "".join(
        f'<{tag} class="k fixed" style="a" onclick="b">x</{tag}>' for tag in ("p", "b", "svg", "form", "style")
    )
    wall = sanitizer._WALL.clean(everything)
    assert wall == '<p class="k">x</p><b class="k">x</b>xx' or "<svg" not in wall
    assert "onclick" not in wall
    assert "style=" not in wall
    assert set(OURS) <= set(TAGS)
    assert not {"script", "style", "svg", "math", "form", "iframe", "object", "h1"} & set(TAGS)
    assert not {"modal", "fixed"} & CLASSES


def test_every_kind_of_line_end_counts_and_control_characters_do_not(tree):
    assert to_html("# a\r\nb\rc\x00\x07d") == to_html("# a\nb\ncd")
    assert tree(to_html("a\r\r" * 6_000)).find("pre") == []


def test_plain_words_of_a_text():
    html = to_html("# Why\n\n*Ask*, then **listen** & [[Page|wait]]`x<y`\n\n- a\n- b[^1]\n\n[^1]: Note")
    assert to_text(html) == "Why Ask, then listen & waitx<y a b1 Note"
    assert to_text(to_html("| c | d |\n|---|---|\n| e | f |\n\n<p title='a>b'>g</p>")) == "c d e f g"
    assert to_text("") == ""


def test_threads_do_not_share_a_reader():
    wrong = []

    def work(number):
        for _ in range(20):
            html = to_html(f"# N{number}\n\n[[P{number}]] a[^{number}]\n\n[^{number}]: x")
            if f"/wiki/p{number}" not in html or f"h-fn-{number}" not in html or html.count("<li") != 1:
                wrong.append(html)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
