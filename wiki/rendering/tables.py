"""Tables as people type them: found under any line, with bars in code and in links."""

import re

_RULE = re.compile(r"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_LINK = re.compile(r"\[\[[^\[\]]*\]\]")
_BAR = re.compile(r"(?<!\\)\|")


def _columns(row: str) -> int:
    plain = _CODE.sub("x", fix_row(row)).strip()
    bars = len(_BAR.findall(plain))
    return bars + 1 - plain.startswith("|") - (plain.endswith("|") and not plain.endswith("\\|"))


def starts_table(lines: list[str], place: int) -> bool:
    """Whether a table's head and its rule stand at `place`."""
    if place + 1 >= len(lines) or "-" not in lines[place + 1]:
        return False
    head, rule = lines[place], lines[place + 1]
    if "|" not in head and "|" not in rule:
        return False
    return bool(_RULE.match(rule)) and _columns(head) == _columns(rule)


def fix_row(row: str) -> str:
    """The row with bars that are words made safe: plain inside code, escaped inside wiki links."""
    if "`" in row:
        row = _CODE.sub(lambda found: found.group().replace("\\|", "|"), row)
    if "[[" in row:
        row = _LINK.sub(lambda found: _BAR.sub(r"\\|", found.group()), row)
    return row.strip()
