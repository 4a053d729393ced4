"""Brings Markdown as people type it into the stricter form that Python-Markdown reads."""

from collections.abc import Callable

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTagInlineProcessor
from markdown.preprocessors import Preprocessor

from wiki.rendering import lines as marks
from wiki.rendering.highlight import code_block
from wiki.rendering.limits import DEEPEST, TooDeep
from wiki.rendering.lists import ItemLines, same_list
from wiki.rendering.tables import fix_row, starts_table

_STRUCK = r"(?<![~\w\\])(~)(?=[^\s~])([^~\n]{1,500}?)(?<=\S)~(?![~\w])"
_SEPARATOR = "<!-- -->"  # keeps what stands on both sides apart; no sanitizer lets it through


class Dialect(Extension):
    """Reads fences, HTML blocks, lists, quotes, tables and notes itself, before any other block is looked for."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Take the place of the reader of HTML blocks."""
        md.preprocessors.deregister("html_block")
        md.preprocessors.register(_Rewrite(md), "dialect", 27)
        md.inlinePatterns.register(SimpleTagInlineProcessor(_STRUCK, "del"), "one-tilde", 64)


class _Rewrite(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        """The whole source in the stricter form."""
        return [*Blocks(lines, self.md.htmlStash.store).read(), "", ""]


class Blocks:
    """Reads the lines inside one container (the text, a quote, a list item) and its containers in turn.

    `keep` puts finished HTML aside and gives a placeholder line for it.
    """

    def __init__(self, lines: list[str], keep: Callable[[str], str], depth: int = 0, *, in_item: bool = False) -> None:
        if depth > DEEPEST:
            raise TooDeep
        self._lines = lines
        self._keep = keep
        self._depth = depth
        self._in_item = in_item
        self._place = 0
        self._out: list[str] = []
        self._paragraph = 0  # how many lines at the end of what is written are one open paragraph

    def read(self) -> list[str]:
        """All lines, rewritten."""
        readers = (
            self._blank, self._indented, self._fence, self._underline, self._rule, self._heading, self._quote,
            self._list, self._note, self._table, self._html, self._mark,
        )  # fmt: skip
        while self._place < len(self._lines):
            line = self._lines[self._place]
            if not any(reader(line) for reader in readers):
                self._out.append(line.lstrip(" "))
                self._paragraph += 1
                self._place += 1
        return self._out

    def _block(self, lines: list[str], taken: int, *, apart: bool = True) -> bool:
        if apart and self._out and self._out[-1]:
            self._out.append("")
        self._out.extend(lines)
        self._out.append("")
        self._paragraph = 0
        self._place += taken
        return True

    def _inner(self, lines: list[str], *, in_item: bool = False) -> list[str]:
        inner = Blocks(lines, self._keep, self._depth + 1, in_item=in_item).read()
        while inner and not inner[-1]:
            inner.pop()
        while inner and not inner[0]:
            inner.pop(0)
        return inner

    def _blank(self, line: str) -> bool:
        if line.strip():
            return False
        self._out.append("")
        self._paragraph = 0
        self._place += 1
        return True

    def _indented(self, line: str) -> bool:
        if self._paragraph or not line.startswith("    "):
            return False
        end = self._place
        while end < len(self._lines) and (self._lines[end].startswith("    ") or not self._lines[end].strip()):
            end += 1
        code = [marks.dedent(each, 4) for each in self._lines[self._place : end]]
        while code and not code[-1].strip():
            code.pop()
        return self._block([self._keep(code_block("\n".join(code), ""))], end - self._place)

    def _fence(self, line: str) -> bool:
        found = marks.FENCE.match(line)
        if not found:
            return False
        fence, indent = found["fence"], marks.indent_of(line)
        end = self._place + 1
        while end < len(self._lines) and not marks.closes(self._lines[end], fence):
            end += 1
        code = "\n".join(marks.dedent(each, indent) for each in self._lines[self._place + 1 : end])
        code = code if end < len(self._lines) else code.rstrip()
        language = (found["info"].lstrip("{. ").split() or [""])[0].rstrip("}").removeprefix("language-")
        return self._block([self._keep(code_block(code, language))], min(end + 1, len(self._lines)) - self._place)

    def _underline(self, line: str) -> bool:
        found = marks.UNDERLINE.match(line) if self._paragraph else None
        if not found:
            return False
        words = " ".join(each.strip() for each in self._out[-self._paragraph :])
        del self._out[-self._paragraph :]
        return self._block([("# " if found[1].startswith("=") else "## ") + words], 1)

    def _rule(self, line: str) -> bool:
        return bool(marks.RULE.match(line)) and self._block(["---"], 1)

    def _heading(self, line: str) -> bool:
        found = marks.HEADING.match(line)
        return bool(found) and self._block([f"{found[1]} {found[2] or ''}".rstrip()], 1) if found else False

    def _quote(self, line: str) -> bool:
        if not marks.QUOTE.match(line):
            return False
        inner: list[str] = []
        fence, open_words, end = marks.FenceWatch(), False, self._place
        while end < len(self._lines):
            each = self._lines[end]
            if marks.QUOTE.match(each):
                inner.append(marks.QUOTE.sub("", each, count=1))
                fence.note(inner[-1])
                open_words = not fence.is_open and marks.leaves_words_open(inner[-1])
            elif open_words and marks.goes_on(each):
                inner.append(each)
            else:
                break
            end += 1
        return self._block([f"> {each}".rstrip(" ") for each in self._inner(inner)], end - self._place)

    def _list(self, line: str) -> bool:
        first = marks.marker_of(line)
        if not first or first.indent > 3 or (self._paragraph and not marks.starts_list(line)):
            return False
        start, marker = self._place, first
        under_words = self._in_item and self._paragraph > 0  # a blank line would make the words a paragraph
        written: list[str] = []
        while True:
            item = ItemLines(self._lines, self._place, marker)
            lines = self._item(marker, item.content)
            written += lines
            self._place = item.end
            after = self._place
            while after < len(self._lines) and not self._lines[after].strip():
                after += 1
            following = same_list(self._lines[after], first) if after < len(self._lines) else None
            if not following:
                break
            if after > self._place or "" in lines:
                written.append("")
            self._place, marker = after, following
        if after < len(self._lines) and marks.marker_of(self._lines[after]):
            written += ["", self._keep(_SEPARATOR)]
        taken, self._place = self._place - start, start
        return self._block(written, taken, apart=not under_words)

    def _item(self, marker: marks.Marker, content: list[str]) -> list[str]:
        inner = self._inner(content, in_item=True) or [self._keep(_SEPARATOR)]
        if len(inner) > 1 and (marks.starts_block(inner[0]) or starts_table(inner, 0)):
            inner = [self._keep(_SEPARATOR), "", *inner]  # Python-Markdown reads only paragraphs beside the mark
        lead = "-" if marker.number is None else f"{marker.number}."
        return [f"{lead} {inner[0]}", *(f"    {each}" if each else "" for each in inner[1:])]

    def _note(self, line: str) -> bool:
        found = marks.NOTE.match(line)
        if not found:
            return False
        item = ItemLines(self._lines, self._place, marks.Marker(0, "^", None, 4, found["rest"]))
        inner = self._inner(item.content) or [""]
        written = [f"[^{found['name']}]: {inner[0]}", *(f"    {each}" if each else "" for each in inner[1:])]
        return self._block(written, item.end - self._place)

    def _table(self, line: str) -> bool:
        if not starts_table(self._lines, self._place):
            return False
        end = self._place + 2
        while end < len(self._lines) and _is_row(self._lines[end]):
            end += 1
        return self._block([fix_row(each) for each in self._lines[self._place : end]], end - self._place)

    def _html(self, line: str) -> bool:
        if not marks.starts_html(line):
            return False
        found = marks.DETAILS.match(line)
        if found:
            self._block([self._keep(found[1])], 0)
            self._lines[self._place] = line[found.end() :]
            return True
        closing = "-->" if marks.COMMENT.match(line) else ""
        raw = marks.RAW_TEXT.match(line)
        tag = raw["tag"].lower() if raw else ""
        closing = f"</{tag}>" if raw else closing
        end = self._place
        while end < len(self._lines) and (closing or self._lines[end].strip()):
            end += 1
            if closing and closing in self._lines[end - 1].lower():
                break
        hidden = closing == "-->" or tag in ("script", "style")
        kept = [] if hidden else [self._keep("\n".join(self._lines[self._place : end]))]
        return self._block(kept, end - self._place)

    def _mark(self, line: str) -> bool:
        return bool(marks.BLOCK_MARK.match(line)) and self._block([line.strip()], 1)


def _is_row(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("    ") and not marks.starts_block(line)
