"""Rendering in this very process and thread; it never raises."""

import re
from html import escape

from wiki.rendering.converter import converter, discard
from wiki.rendering.limits import is_within
from wiki.rendering.model import Rendered, Task
from wiki.rendering.sanitizer import sanitize

NOTICE = "This text could not be laid out, so it is shown as it was typed."
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def clean(text: str) -> str:
    """The text with one kind of line end and without characters that no page can hold."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def source_of(text: str) -> Rendered:
    """The fallback: the source itself, escaped, under a sentence that says so."""
    source = escape(clean(text))
    html = f'<p class="source-notice">{NOTICE}</p>\n<pre class="source" tabindex="0">{source}</pre>'
    return Rendered(html, failed=True)


def render_here(task: Task) -> Rendered:
    """Render one text, or show its source when it is too large, too deep or breaks a reader."""
    text = clean(task.text)
    if not is_within(text):
        return source_of(text)
    try:
        reader = converter()
        html = reader.markdown.convert(text)
        html, headings = sanitize(html, namespace=task.namespace, top=task.top, taken=task.taken)
        html, links = reader.links.close(html)
    except Exception:  # whatever a reader trips over, the page must stay readable and editable
        discard()
        return source_of(text)
    return Rendered(html, headings, links)
