"""Cells of a table for spreadsheets: words stay words."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would work out


def cell(words: str) -> str:
    """The words as a cell that no spreadsheet takes for a formula: with a quote in front where they look like one."""
    return f"'{words}" if words.startswith(FORMULA) else words
