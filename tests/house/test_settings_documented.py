"""Settings: every one stands in docs/running.md with its true default, and nothing else does."""

import re
from pathlib import Path

from house_files import ROOT

from wiki.settings import Settings, variable

ROW = re.compile(r"^\| `([A-Z_]+)` \| ([^|]*) \|", re.MULTILINE)


def test_every_setting_is_documented_with_its_default() -> None:
    written = dict(ROW.findall((ROOT / "docs/running.md").read_text("utf-8")))
    assert written == {variable(name): _shown(value) for name, value in _defaults().items()}


def _defaults() -> dict[str, object]:
    blank = Settings()
    return {name: getattr(blank, name) for name in Settings.__dataclass_fields__}


def _shown(value: object) -> str:
    """A default as the table writes it."""
    if isinstance(value, bool):
        return "`yes`" if value else "`no`"
    if isinstance(value, Path):
        return f"`{value.relative_to(ROOT)}`"
    return f"`{value}`" if value != "" else "empty"
