"""The one table of what may stand in rendered text; both sanitizers are set up from it."""

from collections.abc import Mapping

from pygments.token import STANDARD_TYPES

SCHEMES = frozenset({"http", "https", "mailto"})

# Every value allowed for an attribute; None means any value (addresses and classes are checked elsewhere too).
Values = frozenset[str] | None

ANYWHERE: Mapping[str, Values] = {
    "id": None,
    "class": None,
    "title": None,
    "lang": None,
    "dir": frozenset({"ltr", "rtl", "auto"}),
}

_CELL: Mapping[str, Values] = {"align": frozenset({"left", "center", "right"})}
_SPAN: Mapping[str, Values] = {"colspan": None, "rowspan": None}

_PLAIN = (
    *("p", "br", "hr", "div", "span", "blockquote", "pre", "code", "h2", "h3", "h4", "h5", "h6"),
    *("em", "strong", "b", "i", "u", "s", "del", "ins", "mark", "sub", "sup", "small", "q", "cite"),
    *("kbd", "samp", "var", "abbr", "dfn", "ul", "dl", "dt", "dd", "summary", "figure", "figcaption"),
    *("table", "thead", "tbody", "tfoot", "tr", "caption"),
)

TAGS: Mapping[str, Mapping[str, Values]] = {
    **{tag: {} for tag in _PLAIN},
    "ol": {"start": None, "reversed": None},
    "li": {"value": None},
    "details": {"open": None},
    "th": {**_CELL, **_SPAN},
    "td": {**_CELL, **_SPAN},
    "a": {"href": None},
    "img": {"src": None, "alt": None, "width": None, "height": None},
    "input": {"type": frozenset({"checkbox"}), "checked": None, "disabled": None},
}

# First-level headings are accepted from the writer and moved down by the finisher; they never leave it.
WRITTEN_TAGS = frozenset(TAGS) | {"h1"}

# Attributes only the finisher sets, after the first sanitizer has removed them from what people typed.
OURS: Mapping[str, Mapping[str, Values]] = {
    "a": {"rel": frozenset({"noopener nofollow ugc"})},
    "img": {"loading": frozenset({"lazy"})},
    "input": {"aria-label": None},
    "pre": {"tabindex": frozenset({"0"})},
    "th": {"scope": frozenset({"col"})},
}

CLASSES = frozenset(
    {"highlight", "footnote", "footnote-ref", "footnote-backref", "task-list", "task-list-item"}
    | {"admonition", "admonition-title", "note", "tip", "important", "warning", "caution"}
    | {name for name in STANDARD_TYPES.values() if name}
)


def written_value(tag: str, name: str, value: str) -> bool:
    """Whether a writer may set this attribute to this value on this tag."""
    allowed = {**ANYWHERE, **TAGS.get(tag, {})}
    if name not in allowed:
        return False
    values = allowed[name]
    return values is None or value in values
