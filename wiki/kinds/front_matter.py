"""The short fields of a page as YAML text, and how much of it one page may hold."""

from collections.abc import Mapping
from typing import Any

import yaml

from wiki.kinds.model import META_KEYS, FieldType, Kind

LARGEST = 16 * 1024
LARGEST_VALUES = 15 * 1024
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def meta_name(kind: Kind, key: str) -> str:
    """How a document of this kind writes what every page has: `page_status` where the kind has its own `status`."""
    return f"page_{key}" if key in kind.by_key else key


def dump(kind: Kind, meta: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    """The YAML between the two lines of dashes, in declared order, ending in a line break."""
    content: dict[str, Any] = {"kind": kind.key}
    for field in kind.fields:
        if field.key in values and field.type is not FieldType.SECTION:
            content[field.key] = values[field.key]
    for key in META_KEYS:
        if meta.get(key) not in (None, "", []):
            content[meta_name(kind, key)] = meta[key]
    return str(
        yaml.dump(content, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, default_flow_style=False, width=10**6)
    )


def values_size(kind: Kind, values: Mapping[str, Any]) -> int:
    """How many bytes the short fields take."""
    return len(dump(kind, {}, values).encode("utf-8", "replace"))
