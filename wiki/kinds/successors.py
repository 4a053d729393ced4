"""Terms that were merged or got a new key, read as what they became."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wiki.kinds.model import Field, FieldType, Kind, Library, Values
from wiki.kinds.terms import Vocabulary

_WITH_TERMS = (FieldType.TERM, FieldType.TERMS)


def current_terms(kind: Kind, library: Library, values: Mapping[str, Any]) -> Values:
    """The values with every term under the key by which it stands now; a list holds each once."""
    return _of_fields(kind.fields, library.vocabularies, values)


def terms_carried(fields: Iterable[Field], vocabulary: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Every term of a vocabulary that these values hold, lists of records included."""
    for field in fields:
        value = values.get(field.key)
        if field.type is FieldType.RECORDS and isinstance(value, list):
            for row in value:
                yield from terms_carried(field.columns, vocabulary, row)
        elif field.vocabulary == vocabulary and isinstance(value, str):
            yield value
        elif field.vocabulary == vocabulary and isinstance(value, list):
            yield from (item for item in value if isinstance(item, str))


def uses(kind: Kind, vocabulary: str) -> bool:
    """Whether some field of the kind takes terms of this vocabulary."""
    return any(each.vocabulary == vocabulary for field in kind.fields for each in (field, *field.columns))


def _of_fields(
    fields: Iterable[Field], vocabularies: Mapping[str, Vocabulary], values: Mapping[str, Any]
) -> dict[str, Any]:
    made = dict(values)
    for field in fields:
        if field.key not in made:
            continue
        if field.type in _WITH_TERMS and (known := vocabularies.get(field.vocabulary)) and known.moved:
            made[field.key] = _of_value(known, made[field.key])
        elif field.type is FieldType.RECORDS and isinstance(made[field.key], list):
            rows = made[field.key]
            made[field.key] = [
                _of_fields(field.columns, vocabularies, row) if isinstance(row, Mapping) else row for row in rows
            ]
    return made


def _of_value(vocabulary: Vocabulary, value: Any) -> Any:
    if isinstance(value, str):
        return vocabulary.key_of(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return list(dict.fromkeys(map(vocabulary.key_of, value)))
    return value
