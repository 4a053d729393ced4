"""Queries nobody means well with; each must be answered and none may raise."""

import random

# fmt: off
_GIVEN = [
    "*a", "((((", "a~9", "[a TO", "field:", "title:*", "?", "\\", "'", '"', '""', '"""', "-", "--", '-"', "a" * 5000,
    "\x00", "un\x00ion", "\ud800", "\udfff\ud800", "\u202eunion\u202c", "اتحاد العمال", "איגוד",
    "🙂👩\u200d👩\u200d👧", "ﬁ", "İstanbul", "ß" * 300, "\u0301" * 300, "e" + "\u0301" * 300, "工会",
    "AND OR NOT", "REQUIRE ANDNOT ANDMAYBE", "a AND", "^2", "union^999999999", "[[", "{{", "<script>",
    "'; DROP TABLE", "%s%s%s", "../../etc", "\r\n\t\v\f", "\ufeff", "\uffff", "ǅ", "\U0010ffff", "０１２", "١٢٣",
    "by:", "by:'", 'by:"', 'by:""', "by:***", "-by:x", "by:%", "by:" + "x" * 3000, "by:" * 400, "kind:",
    "org:", "cost:", "since:", ":",
    "hours:<", 'tool:"', "kind:kind:kind:tool", "cost:<5-", "cost:-5", "cost:99999999999999999999", "since:0000-00",
    "union OR " * 3000, "OR " * 5000, "a OR", "OR OR OR", '-"union hall" ' * 800, "uni* " * 900, "abc* OR " * 900,
    " ".join(f"w{n}*" for n in range(3000)), " ".join(f"kind:k{n}" for n in range(900)), "e-" * 4000, "a-b " * 2000,
    "„“" * 500, '"(' * 700, "«" * 1000, '"a"b"c"d' * 400, "\u202e\u2066union\u2069", "\u200b\u200d\u2060", "－ＯＲ＊",
    "1e309", "-1", "NaN", "cost:<<", "word " * 10_000, '"' * 5000, "-a " * 5000, "(" * 5000, '"a b" ' * 2000,
]
# fmt: on


def _made(count: int) -> list[str]:
    rng = random.Random(5)
    pieces = [*(text for text in _GIVEN if len(text) < 40), " ", "union", '"']
    return ["".join(rng.choices(pieces, k=rng.randint(1, 12))) for _ in range(count)]


HOSTILE = [*_GIVEN, *_made(150)]
