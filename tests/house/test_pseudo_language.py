"""In a language whose messages all stand in ⟦brackets⟧, pages say nothing outside them but what people typed."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from front_door import Site, token
from house_files import ROOT
from template_words import words_of
from werkzeug.test import TestResponse

from wiki.browsing.home import TRIES
from wiki.pages.service import Pages
from wiki.web import language

LANGUAGE = "eo"
BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧")
TYPED = re.compile(rf"(\w+@)?zz\w*(@?\.?example\.org)?|{'|'.join(TRIES)}", re.IGNORECASE)
DATES = re.compile(r"\d{4}-\w+-\d{2}|\d+-a de \w+ \d+|\w+ \d{4}|[ap]\.m\. UTC|[ap]tm UTC")
SITE = re.compile(r"\bFieldbook\b|\b(US|CA|A|NZ)?\$\d+")
WORD = re.compile(r"[^\W\d_]{2,}")
SCRIPT_WORDS = re.compile(r'data-words="([^"]*)"')
WISH = {"Accept-Language": f"{LANGUAGE}, en;q=0.5"}
CASE: dict[str, object] = {
    "title": "Zzcase zzone",
    "summary": "Zzsummary.",
    "org_type": "worker_center",
    "org_name_shown": "described",
    "org_description": "zzcenter",
    "areas": ["list_and_data", "email"],
    "what_we_did": "Zzdid.\n\n## Zzheading",
    "what_failed": "Zzfailed.",
    "outcome": "worked_partly",
    "place": "Zzplace",
    "started_on": "2017-11",
    "ended_on": "2018-03",
    "still_running": "no",
    "hours_setup": 1,
    "hours_per_week": 20,
    "cost_setup": {"amount": 0, "currency": "USD", "year": 2018},
    "cost_first_year": {"amount": 500, "currency": "USD", "year": 2018, "estimate": True},
    "starting_level": "1_starting",
    "tools_used": [{"tool": "Zztool", "purpose": "zzpurpose", "outcome": "worked", "still_used": "unknown"}],
    "timeline": [{"when": "zzspring", "what": "Zzbegan", "turning_point": "yes"}],
    "sources": [{"title": "Zzpaper", "url": "https://zz.example.org"}],
    "metrics": [{"name": "Zzrate", "before": "5", "after": "7"}],
}
FOR_ALL = ("/", "/case-studies", "/search?q=zzcase", "/search?q=nothing", "/topics", "/topics/areas/list_and_data",
           "/changes", "/wanted", "/orphans", "/theme", "/sign-in", "/join", "/reset", "/wiki/nowhere", "/wiki/{case}",
           "/wiki/{case}/links", "/wiki/{case}/history", "/wiki/{case}/diff", "/wiki/{case}/history/1",
           "/wanted/tell?q=zz")  # fmt: skip
FOR_EDITORS = ("/wiki/{case}", "/wiki/{case}/edit", "/new", "/new/case_study", "/new/tool", "/drafts", "/review",
               "/account", "/accounts", "/wiki/{case}/move", "/wiki/{case}/archive", "/wiki/{case}/visibility",
               "/sign-out", "/wanted/searches", "/wanted/new?words=zz")  # fmt: skip


@pytest.fixture
def translated(make_site: Callable[..., Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site that has this language."""
    folder = tmp_path / "translations" / LANGUAGE / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (ROOT / "translations/messages.pot").open("rb") as source, (folder / "messages.mo").open("wb") as target:
        write_mo(target, _bracketed(read_po(source)))
    monkeypatch.setattr(language, "FOLDER", tmp_path / "translations")
    return make_site()


def test_every_page_says_only_translated_words(translated: Site) -> None:
    case = _library(translated)
    reader, editor = translated.client(), translated.client("editor", "Zzeditor")
    asked = [(reader, path) for path in FOR_ALL] + [(editor, path) for path in FOR_EDITORS]
    unmarked = {}
    for client, path in asked:
        answer = client.get(path.format(case=case), headers=WISH)
        assert answer.status_code in (200, 404), path
        unmarked[path] = _outside(answer.text)
    assert {path: words for path, words in unmarked.items() if words} == {}


def test_refused_forms_and_notices_say_only_translated_words(translated: Site) -> None:
    case = _library(translated)
    editor, reader = translated.client("editor", "Zzeditor"), translated.client()
    wrong = {"title": "", "cost_setup.amount": "zzmuch", "started_on": "zzdate", "base": "1"}
    for client, path, form, status in (
        (editor, "/new/case_study", wrong, 422),
        (editor, f"/wiki/{case}/edit", wrong, 422),
        (editor, f"/wiki/{case}/move", {"address": "///"}, 422),
        (editor, f"/wiki/{case}/visibility", {"visibility": "held", "held_until": "zz"}, 422),
        (reader, "/sign-in", {"email": "zz@example.org", "password": "zz"}, 422),
        (reader, "/join", {"email": "zz", "password": "zz"}, 422),
    ):
        answer = _post(client, path, form)
        assert (path, answer.status_code) == (path, status)
        assert (path, _outside(answer.text)) == (path, set())
    assert "⟦“⟦Title⟧” is needed before publishing.⟧" in _post(editor, "/new/case_study", wrong).text
    kept = _post(editor, f"/wiki/{case}/edit", {"title": "Zzdraft", "action": "draft", "base": "1"})
    assert kept.status_code == 302
    assert _outside(editor.get("/drafts", headers=WISH).text) == set()


def test_each_language_is_kept_by_itself(translated: Site) -> None:
    reader = translated.client()
    first, other = reader.get("/", headers=WISH), reader.get("/")
    again = reader.get("/", headers=WISH)
    assert f'<html lang="{LANGUAGE}"' in first.text
    assert '<html lang="en"' in other.text
    assert "⟦" not in other.text
    assert again.data == first.data
    assert "Accept-Language" in again.headers["Vary"]


def _bracketed(catalog: Catalog) -> Catalog:
    """The same messages, translated into themselves in brackets."""
    made = Catalog(locale=LANGUAGE)
    for message in catalog:
        if isinstance(message.id, tuple):
            made.add(message.id, tuple(f"⟦{form}⟧" for form in message.id), flags=message.flags)
        elif message.id:
            made.add(message.id, f"⟦{message.id}⟧", flags=message.flags)
    return made


def _library(site: Site) -> str:
    """A full case in two versions."""
    pages, editor = site.service(Pages), site.person("editor", "Zzeditor")
    slug = pages.create(editor, "case_study", CASE, "zznote").slug
    pages.save(editor, slug, 1, {**CASE, "place": "Zzother", "what_failed": "Zzother."}, "zzagain")
    site.work()
    return slug


def _post(client: FlaskClient, path: str, form: dict[str, str]) -> TestResponse:
    return client.post(path, data={"csrf_token": token(client, "/theme"), "action": "save", **form}, headers=WISH)


def _outside(html: str) -> set[str]:
    """The words of a page outside all brackets, without those people typed, dates, and the site's name."""
    texts = [words for _line, words in words_of(html)]
    texts += [word for found in SCRIPT_WORDS.findall(html) for word in json.loads(unescape(unescape(found))).values()]
    left: set[str] = set()
    for text in texts:
        while (shorter := BRACKETS.sub(" ", text)) != text:
            text = shorter
        for pattern in (TYPED, SITE, DATES):
            text = pattern.sub(" ", text)
        left |= set(WORD.findall(text))
    return left
