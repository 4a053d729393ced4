"""Which language a reader gets, and how templates translate: the words go in plain and come out escaped."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from babel.dates import format_skeleton
from flask import Flask, Response, has_request_context, request
from flask_babel import Babel, format_date, get_locale, get_translations
from markupsafe import escape
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from wiki.settings import ROOT

SOURCE = "en"
FOLDER = ROOT / "translations"


@runtime_checkable
class Words(Protocol):
    """A phrase of ours: a message and the values in it."""

    @property
    def message(self) -> str:
        """The message in English, with places like %(year)s."""

    @property
    def params(self) -> Mapping[str, object]:
        """The values by place."""


class Part(Protocol):
    """A value in words as a page shows it."""

    @property
    def text(self) -> str:
        """What people typed, or English words of ours."""

    @property
    def phrase(self) -> Words | None:
        """The words of ours to translate, if they are."""

    @property
    def iso(self) -> str:
        """The month (2018-03) or day (2018-03-06) that `text` says, if it says one."""


def available(folder: Path) -> tuple[str, ...]:
    """The languages there is a catalog for, the one the interface is written in first."""
    made = sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/messages.mo"))
    return (SOURCE, *(name for name in made if name != SOURCE))


def fingerprint() -> str:
    """Changes whenever a catalog does; pages that were made with the older one are stale then."""
    catalogs = sorted(FOLDER.glob("*/LC_MESSAGES/messages.mo"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in catalogs)).hexdigest()[:12]


def best(header: str, languages: Sequence[str]) -> str:
    """The one of these languages that an `Accept-Language` header likes most; the first when it likes none."""
    if len(languages) > 1:
        by_tag = {name.replace("_", "-").lower(): name for name in reversed(languages)}
        by_tag |= {tag.split("-")[0]: name for tag, name in by_tag.items() if tag.split("-")[0] not in by_tag}
        for tag, quality in parse_accept_header(header, LanguageAccept):
            found = by_tag.get(tag.lower()) or by_tag.get(tag.lower().split("-")[0])
            if found and quality > 0:
                return found
    return languages[0]


def init_app(app: Flask) -> None:
    """Translate for this app; `LANGUAGES` in its configuration are those readers can get.

    Nothing depends on a header, and caches need not tell readers apart, until there is a second language.
    """
    languages = available(FOLDER)
    app.config.update(LANGUAGES=languages, BABEL_DEFAULT_LOCALE=SOURCE, BABEL_TRANSLATION_DIRECTORIES=str(FOLDER))
    Babel(app, configure_jinja=False, locale_selector=lambda: best(_header(), languages))
    app.jinja_env.add_extension("jinja2.ext.i18n")
    # Not newstyle: that takes every string for trusted markup, and some that pass through `_` were typed by people.
    app.jinja_env.install_gettext_callables(_gettext, _ngettext, newstyle=False)  # type: ignore[attr-defined]
    app.context_processor(_of_request)
    app.add_template_filter(said)
    if len(languages) > 1:
        app.after_request(_vary)


def said(part: Part) -> str:
    """A value in the reader's language; what people typed stays as it is."""
    if part.iso:
        month = len(part.iso) == len("2018-03")
        day = date.fromisoformat(f"{part.iso}-01" if month else part.iso)
        return str(format_skeleton("yMMMM", day, locale=get_locale()) if month else format_date(day, "long"))
    return _gettext(part.phrase.message, **part.phrase.params) if part.phrase else part.text


def _gettext(words: str, /, **values: Any) -> str:
    """A string in the reader's language; "%" counts only in a string that is given values."""
    return _filled(get_translations().ugettext(words) if words else "", values)


def _ngettext(one: str, many: str, count: int, /, **values: Any) -> str:
    return _filled(get_translations().ungettext(one, many, count), {"num": count, **values})


def _filled(words: str, values: dict[str, Any]) -> str:
    """The values in their places: as plain text, or as markup when a value is that, with all else escaped.

    A value that is a phrase of ours is translated too.
    """
    if not values:
        return words
    values = {
        name: _gettext(value.message, **value.params) if isinstance(value, Words) else value
        for name, value in values.items()
    }
    return (escape(words) if any(hasattr(value, "__html__") for value in values.values()) else words) % values


def _header() -> str:
    return request.headers.get("Accept-Language", "") if has_request_context() else ""


def _of_request() -> dict[str, str]:
    locale = get_locale()
    return {"language": str(locale).replace("_", "-"), "direction": locale.text_direction if locale else "ltr"}


def _vary(response: Response) -> Response:
    response.vary.add("Accept-Language")
    return response
