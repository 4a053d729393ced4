"""Code blocks, colored by Pygments' short class names and never by inline style."""

from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

_FORMATTER = HtmlFormatter(nowrap=True)
LONGEST = 20_000  # characters; longer code is shown plain, since some lexers are slow


def code_block(code: str, language: str) -> str:
    """A `<pre><code>` of the code, highlighted when the language is known."""
    try:
        if not language or len(code) > LONGEST:
            raise ClassNotFound
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return f'<div class="highlight"><pre><code>{escape(code)}\n</code></pre></div>'
    return f'<div class="highlight"><pre><code>{highlight(code, lexer, _FORMATTER)}</code></pre></div>'
