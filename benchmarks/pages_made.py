"""Pages of every kind, filled in by their declaration: tags, dates, amounts, records, text and links."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from benchmarks.words import Words
from wiki.kinds.document import write
from wiki.kinds.model import Field, FieldType, Kind, Library, Values
from wiki.names import to_slug

SHARES = {"case_study": 8, "how_to": 5, "tool": 3, "question": 3, "session": 3, "event": 1}
FILLED = 0.55  # how often a field that nobody must fill in is filled in
LINKED = 0.5  # how often a paragraph links to another page
LATEST = 60  # links lead to pages made shortly before


@dataclass
class Maker:
    """Makes one document after the other; links lead to pages made before."""

    library: Library
    words: Words
    made: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def documents(self, count: int) -> Iterator[tuple[str, str]]:
        """(slug, document) of so many pages."""
        return ((slug, write(kind, {}, values)) for slug, kind, values in self.pages(count))

    def pages(self, count: int) -> Iterator[tuple[str, Kind, Values]]:
        """(slug, kind, values) of so many pages."""
        kinds = sorted(self.library.kinds.values(), key=_leans_on_others)
        weights = [SHARES.get(kind.key, 1) for kind in kinds]
        for number in range(count):
            first = number < len(kinds)  # one of each kind, however few pages are asked for
            kind = kinds[number] if first else self.words.random.choices(kinds, weights)[0]
            values = self._values(kind)
            slug = to_slug(values["title"])
            yield slug, kind, values
            self.made.setdefault(kind.key, []).append((slug, values["title"]))

    def _values(self, kind: Kind) -> Values:
        needed = {names[0] for names in kind.one_of}
        values: Values = {}
        for each in kind.fields:
            if each.required or each.key in needed or each.key == "summary" or self.words.random.random() < FILLED:
                value = self.words.title(each.max_length or 90) if each.key == "title" else self._value(each)
                if value not in (None, "", []):
                    values[each.key] = value
        return values

    def _value(self, each: Field) -> Any:
        chance = self.words.random
        match each.type:
            case FieldType.TEXT:
                return self._text(each)
            case FieldType.SECTION:
                return self._section(each.max_length or 100_000)
            case FieldType.TERM:
                return self._terms(each, 1)[0]
            case FieldType.TERMS:
                return self._terms(each, chance.randint(1, min(each.max_items or 3, 3)))
            case FieldType.MONTH:
                return f"{chance.randint(2005, 2026)}-{chance.randint(1, 12):02}"
            case FieldType.DATE:
                return f"{chance.randint(2005, 2026)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            case FieldType.NUMBER:
                return int(10 ** chance.uniform(0, 3.5))
            case FieldType.MONEY:
                return {
                    "amount": int(10 ** chance.uniform(1, 5)),
                    "currency": "USD",
                    "year": chance.randint(2005, 2026),
                }
            case FieldType.YESNO:
                return chance.choice(("yes", "no", "unknown"))
            case FieldType.PAGE:
                return next(iter(self._pages(each, 1)), None)
            case FieldType.PAGES:
                return self._pages(each, chance.randint(1, 3))
            case FieldType.RECORDS:
                return [row for row in (self._record(each) for _ in range(chance.randint(1, 4))) if row]

    def _text(self, each: Field) -> str:
        if each.format == "url":
            return f"https://example.org/{to_slug(self.words.name())}/{self.words.random.randint(1, 9999)}"
        longest = each.max_length or 120
        return self.words.sentence()[:longest].strip() if each.widget == "area" else self.words.fragment(longest)

    def _section(self, longest: int) -> str:
        text = "\n\n".join(self._paragraph() for _ in range(self.words.random.choice((1, 1, 2, 2, 3, 4))))
        return text if len(text) <= longest else self.words.sentence()

    def _paragraph(self) -> str:
        chance = self.words.random
        if chance.random() < 0.3:
            return "\n".join(f"- {self.words.sentence()}" for _ in range(chance.randint(3, 6)))
        said = [self.words.sentence() for _ in range(chance.randint(2, 5))]
        title = self._title() if chance.random() < LINKED else ""
        return " ".join([*said, f"See [[{title}]]."] if title else said)

    def _title(self) -> str:
        pages = [page for made in self.made.values() for page in made[-LATEST // 6 :]]
        return self.words.random.choice(pages)[1] if pages else ""

    def _terms(self, each: Field, count: int) -> list[str]:
        """The first terms of a vocabulary are the common ones."""
        keys = list(self.library.vocabularies[each.vocabulary].terms)
        chosen = {keys[int(len(keys) ** self.words.random.random()) - 1]: None for _ in range(count)}
        return list(chosen)

    def _pages(self, each: Field, count: int) -> list[str]:
        kinds = each.kinds or tuple(self.made)
        pages = [page for kind in kinds for page in self.made.get(kind, ())[-LATEST:]]
        return list(dict.fromkeys(self.words.random.choice(pages)[0] for _ in range(count))) if pages else []

    def _record(self, each: Field) -> dict[str, Any]:
        wanted = (one for one in each.columns if one.required or self.words.random.random() < FILLED)
        row = {one.key: self._value(one) for one in wanted}
        row = {key: value for key, value in row.items() if value not in (None, "", [])}
        return row if all(one.key in row for one in each.columns if one.required) else {}


def _leans_on_others(kind: Kind) -> bool:
    """Whether a page of this kind cannot be without a page of another one."""
    columns = [column for each in kind.fields if each.required for column in each.columns]
    return any(each.required and each.kinds for each in (*kind.fields, *columns))
