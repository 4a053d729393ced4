"""Untrusted Markdown in, safe HTML out: what the other rooms call."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from wiki.names import to_slug
from wiki.rendering.here import clean, render_here, source_of
from wiki.rendering.ids import PREFIX
from wiki.rendering.limits import is_within
from wiki.rendering.model import Heading, Rendered, Task, WikiLink
from wiki.rendering.pool import Pool
from wiki.rendering.wiki_links import resolve, resolve_each

__all__ = ["RENDERER_VERSION", "Heading", "Rendered", "WikiLink", "render", "render_many", "resolve", "to_html"]

RENDERER_VERSION = 1  # counts up when the same text gives other HTML, so that stored HTML is made again

# What is rendered right here; everything else goes to the pool. Measured: text within these bounds takes some
# milliseconds, and the worst we could write within them a fifth of a second, since time grows with marks squared.
SMALL = 10_000  # characters
FEW_MARKS = 400
FEW_OPEN_BRACKETS = 40
_MARK = re.compile(r"[\[\]`*_~^=<>!|#@\\{}&+$/]|^[ \t]*(?:[-:]|\d)", re.MULTILINE)

_pool = Pool()


def _is_harmless(text: str) -> bool:
    if len(text) > SMALL or text.count("[") - text.count("]") > FEW_OPEN_BRACKETS:
        return False
    return sum(1 for _ in _MARK.finditer(text)) <= FEW_MARKS


def _render(task: Task, pool: Pool) -> Rendered:
    task = replace(task, text=clean(task.text))
    if not is_within(task.text):
        return source_of(task.text)
    return render_here(task) if _is_harmless(task.text) else pool.render(task)


def render(text: str, *, namespace: str = "", top: int = 2, pool: Pool = _pool) -> Rendered:
    """Render one text; never raises.

    Anchors are `h-…`, with a namespace `h-<namespace>--…`, so that texts on one page do not collide. `top` is the
    highest heading level the text may use. Wiki links stay open: see `resolve`.
    """
    return _render(Task(text, namespace, top), pool)


def render_many(
    texts: Mapping[str, str], *, top: int = 3, taken: Collection[str] = (), pool: Pool = _pool
) -> dict[str, Rendered]:
    """Render all sections of a page, by their keys, in order; never raises.

    No anchor occurs twice on the page, and none is `h-<key>`, which is the section's own, nor one of `taken` (the
    other anchors of the page: sections not rendered again, headings in the template). A heading's anchor is
    `h-<words>` where that is free, else `h-<key>--<words>`.
    """
    used = [*taken, *(PREFIX + to_slug(key, "part") for key in texts)]
    done: dict[str, Rendered] = {}
    for key, text in texts.items():
        done[key] = _render(Task(text, key, top, tuple(used)), pool)
        used += [heading.id for heading in done[key].headings]
    return done


def to_html(text: str) -> str:
    """Safe HTML of one untrusted Markdown text, every wiki link taken as a link to an existing page; never raises."""
    return resolve_each(render(text).html, lambda slug: slug)
