"""Translated words stay words: what people typed never becomes markup or a pattern, and readers get what they like."""

from collections.abc import Callable

import pytest
from flask import render_template_string
from flask_babel import force_locale
from front_door import Site
from markupsafe import Markup

from wiki.kinds.amounts import Phrase
from wiki.kinds.display import FactPart
from wiki.pages.service import Pages
from wiki.web.language import best, said

NASTY = "<blink> 100% of %(all)s"
HEADINGS = "## First `<blink>` 100% of %(all)s\n\nWords.\n\n## Second\n\nWords.\n\n## Third\n\nWords."


def test_what_people_typed_is_escaped_wherever_words_are_translated(site: Site) -> None:
    slug = site.page(title=f"Title {NASTY}", body=HEADINGS)
    answer = site.client().get(f"/wiki/{slug}")
    assert answer.status_code == 200
    assert "<blink" not in answer.text
    assert "100% of" in answer.text


def test_facts_are_escaped(site: Site) -> None:
    values = {
        "title": "A list tool",
        "summary": "It keeps lists.",
        "category": "crm_member_database",
        "maker": NASTY,
        "getting_your_list_out": "By export.",
    }
    slug = site.service(Pages).create(site.person("editor"), "tool", values).slug
    answer = site.client().get(f"/wiki/{slug}")
    assert answer.status_code == 200
    assert "&lt;blink&gt; 100% of" in answer.text
    assert "<blink" not in answer.text


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{ _(typed) }}", "&lt;b&gt; 5% of %(x)s"),
        ("{{ _('Of %(x)s', x=typed) }}", "Of &lt;b&gt; 5% of %(x)s"),
        ("{{ _('Of <i> %(x)s', x=markup) }}", "Of &lt;i&gt; <b>"),
        ("{{ ngettext('%(num)s of %(x)s', '%(num)s all %(x)s', 2, x=typed) }}", "2 all &lt;b&gt; 5% of %(x)s"),
        ("{{ _('') }}", ""),
    ],
)
def test_translation_never_makes_markup(site: Site, template: str, words: str) -> None:
    with site.app.test_request_context("/"):
        assert render_template_string(template, typed="<b> 5% of %(x)s", markup=Markup("<b>")) == words


@pytest.mark.parametrize(
    ("header", "languages", "wanted"),
    [
        ("es", ("en",), "en"),
        ("", ("en", "es"), "en"),
        ("fr, de;q=0.9", ("en", "es"), "en"),
        ("es-MX, en;q=0.5", ("en", "es"), "es"),
        ("en-US, es;q=0.5", ("en", "es"), "en"),
        ("es;q=0, en", ("en", "es"), "en"),
        ("pt", ("en", "pt_BR"), "pt_BR"),
        ("pt-br", ("en", "pt", "pt_BR"), "pt_BR"),
        ("pt-PT", ("en", "pt", "pt_BR"), "pt"),
        ("\x00;q=x,,*", ("en", "es"), "en"),
    ],
)
def test_a_reader_gets_the_language_they_like_most(header: str, languages: tuple[str, ...], wanted: str) -> None:
    assert best(header, languages) == wanted


def test_with_one_language_nothing_depends_on_the_reader(make_site: Callable[..., Site]) -> None:
    site = make_site()
    answers = [site.client().get("/", headers={"Accept-Language": wish}) for wish in ("en", "eo, es")]
    assert answers[0].data == answers[1].data
    assert "Accept-Language" not in answers[0].headers["Vary"]
    assert '<html lang="en"' in answers[0].text


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (FactPart("What <b>people</b> typed, 5%"), "What <b>people</b> typed, 5%"),
        (FactPart("March 2018", iso="2018-03"), "marzo de 2018"),
        (FactPart("March 6, 2018", iso="2018-03-06"), "6 de marzo de 2018"),
        (FactPart("nothing (2018)", phrase=Phrase("nothing (%(year)s)", {"year": 2018})), "nothing (2018)"),
    ],
)
def test_values_are_said_in_the_readers_language(site: Site, part: FactPart, words: str) -> None:
    with site.app.test_request_context("/"), force_locale("es"):
        assert said(part) == words
