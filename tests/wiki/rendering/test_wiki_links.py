"""Links between pages: typed by title, stored open, resolved for each reader."""

import re

from wiki.rendering.model import WikiLink
from wiki.rendering.pipeline import render, render_many, resolve, to_html


def test_three_ways_to_link():
    rendered = render("[[Card check]], [[Card check|signing up]] and [[Card check#First call]]")
    assert rendered.links == (
        WikiLink("Card check", "", "Card check"),
        WikiLink("Card check", "", "signing up"),
        WikiLink("Card check", "First call", "Card check: First call"),
    )
    html = resolve(rendered.html, {"card-check": "card-check-101"})
    assert '<a href="/wiki/card-check-101">Card check</a>' in html
    assert '<a href="/wiki/card-check-101">signing up</a>' in html
    assert '<a href="/wiki/card-check-101#h-first-call">Card check: First call</a>' in html


def test_a_missing_page_says_so_and_leads_to_a_new_one(tree):
    rendered = render('[[Phone & "tree"|words]]')
    for pages in ({}, {"phone-tree": None}):
        link = tree(resolve(rendered.html, pages)).find("a")[0]
        assert link.attributes == {"class": "missing", "href": "/new/page?title=Phone%20%26%20%22tree%22"}
        assert link.words() == "words (page not written yet)"
        assert link.find("span")[0].attributes == {"class": "visually-hidden"}
    assert "(noch nicht geschrieben)" in resolve(rendered.html, {}, "(noch nicht geschrieben)")


def test_a_text_cannot_write_an_open_link_itself():
    forged = '<wiki-link page="a" section="">b</wiki-link>'
    for text in (
        forged,
        f"`{forged}`",
        f"    {forged}",
        f"<p title='{forged}'>c</p>",
        f"[a](/b '{forged}')",
        f"[[{forged}]]",
    ):
        rendered = render(text)
        assert not re.search(r'<wiki-link page="a"', rendered.html)
        assert "/wiki/" not in resolve(rendered.html, {"a": "a"})


def test_only_open_links_are_touched():
    html = render("# A &amp; [b](/c?d=1&e=2)\n\n`[[no link]]` \\[[nor this]]\n\n    [[nor that]]\n").html
    assert resolve(html, {}) == html
    assert "[[no link]]" in html
    assert "[[nor this]]" in html


def test_links_stand_in_tables_lists_and_emphasis(tree):
    html = to_html("| a | b |\n|---|---|\n| [[One|1]] | **[[Two]]** |\n\n- [[Three]]\n\n> [[Four#Part|4]]")
    assert [link.words() for link in tree(html).find("a")] == ["1", "Two", "Three", "4"]
    assert [node.words() for node in tree(html).find("td")] == ["1", "Two"]


def test_a_link_can_point_into_its_own_page():
    assert '<a href="#h-next-steps">Next steps</a>' in to_html("[[#Next steps]]\n\n## Next steps")
    many = render_many({"plan": "### Costs", "results": "### Costs\n\n[[#Costs]] [x](#costs) [[#Plan]]"})
    assert many["results"].headings[0].id == "h-results--costs"
    assert many["results"].html.count('href="#h-results--costs"') == 2
    assert 'href="#h-plan"' in many["results"].html


def test_what_is_no_link_stays_as_typed():
    for text in ("[[]]", "[[ ]]", "[[a\nb]]", "[[a[b]]"):
        assert not render(text).links
        assert not render(text).failed


def test_titles_of_every_script_are_linked():
    assert 'href="/wiki/%D0%BF%D1%80%D0%BE%D1%84%D1%81%D0%BE%D1%8E%D0%B7"' in to_html("[[Профсоюз]]")
    assert 'href="/wiki/cafe-organizing"' in to_html("[[Café organizing]]")


def test_links_of_one_text_are_not_those_of_the_next():
    assert len(render("[[a]] [[b]]").links) == 2
    assert render("none").links == ()
