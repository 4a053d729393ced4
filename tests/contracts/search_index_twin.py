"""The plainest index there can be: every question answered by reading every page. What the others are held to."""

from collections import Counter, defaultdict
from contextlib import nullcontext
from math import ceil, log

from rapidfuzz.distance import OSA

from search.analysis import composed, fold, spans, title_key, words
from search.model import Health, Hit, Results
from search.whoosh_analysis import stem


class TwinIndex:
    """A `SearchIndex` in memory."""

    def __init__(self):
        self.pages = {}
        self.generation = 0

    def alone(self):
        return nullcontext()

    def put(self, documents):
        self.pages |= {document.id: document for document in documents}
        self.generation += 1

    def delete(self, ids):
        for number in ids:
            self.pages.pop(number, None)
        self.generation += 1

    def rebuild(self, documents):
        self.pages = {}
        self.put(documents)
        return len(self.pages)

    def versions(self):
        return {page.id: page.revision for page in self.pages.values()}

    def health(self):
        return Health(self.generation > 0, len(self.pages), self.generation)

    def search(self, query, audience):
        if not self.generation:
            return Results((), 0, {}, 1, 0, ready=False)
        seen = [page for page in self.pages.values() if page.audience & audience]
        worded, partial = _worded(seen, query)
        worded = [page for page in worded if not any(_has(page, out.split()) for out in query.excluded)]
        found = [page for page in worded if _passes(page, query, "")]
        ordered = _ordered(found, seen, query)
        pages = ceil(len(found) / query.size)
        page = query.page if query.page <= pages else 1
        facets = defaultdict(Counter)
        for name in {name for one in worded for name in _terms(one)}:
            for one in worded:
                if _passes(one, query, name):
                    facets[name].update(set(_terms(one).get(name, ())))
        return Results(
            hits=tuple(_hit(one) for one in ordered[(page - 1) * query.size : page * query.size]),
            total=len(found),
            facets={name: dict(counts) for name, counts in facets.items() if counts},
            page=page,
            pages=pages,
            corrected=_corrected(query, seen) if partial or not worded else "",
            partial=partial,
        )

    def suggest(self, prefix, audience, limit=7):
        wanted = words(composed(prefix[:100]))
        begin = fold(composed(prefix[:100])).strip()
        found = [
            (not fold(page.title).startswith(begin), len(page.title), fold(page.title), page.id)
            for page in self.pages.values()
            if wanted
            and page.audience & audience
            and all(any(word.startswith(part) for word in words(page.title)) for part in wanted)
        ]
        return tuple(_hit(self.pages[one[-1]]) for one in sorted(found)[:limit])


def _passages(page):
    yield 5.0, page.title
    yield 3.0, page.summary
    yield from ((4.0, alias) for alias in page.aliases)
    yield from ((2.0, label) for label in page.labels)
    for part in page.parts:
        if part.weight > 0:
            yield part.weight, part.text


def _weights(page):
    stems, exact, length = defaultdict(float), defaultdict(float), 0
    for weight, text in _passages(page):
        for word in words(composed(text)):
            length += 1
            exact[word] += 1
            if stem(word):
                stems[stem(word)] += weight
    return stems, exact, length


def _in_order(page, phrase):
    return any(
        tuple(cut[at : at + len(phrase)]) == tuple(phrase)
        for _, text in _passages(page)
        for cut in [words(composed(text))]
        for at in range(len(cut))
    )


def _has(page, out):
    return _in_order(page, out) if len(out) > 1 else bool(stem(out[0])) and stem(out[0]) in _weights(page)[0]


def _looked(query):
    asked = [*query.words, *(word for phrase in query.phrases for word in phrase)]
    stems = list(dict.fromkeys(stem(word) for word in asked if stem(word)))
    return (0, stems) if stems else (1, list(dict.fromkeys(asked)))


def _worded(seen, query):
    which, terms = _looked(query)
    if not terms:
        return ([] if query.text and not query.excluded else seen), False
    held = [(page, set(_weights(page)[which])) for page in seen]
    every = [
        page for page, has in held if has.issuperset(terms) and all(_in_order(page, phrase) for phrase in query.phrases)
    ]
    if every:
        return every, False
    some = [page for page, has in held if has.intersection(terms)]
    return some, bool(some)


def _terms(page):
    return {"kind": (page.kind,), **page.terms}


def _passes(page, query, but):
    return all(
        set(chosen) & set(_terms(page).get(name, ()))
        for name, chosen in query.filters.items()
        if name != but and chosen
    )


def _ordered(found, seen, query):
    if query.sort == "title":
        return sorted(found, key=lambda page: (fold(page.title), page.id))
    which, terms = _looked(query)
    if query.sort == "newest" or not terms:
        return sorted(found, key=lambda page: (-page.changed.timestamp(), page.id))
    weighed = {page.id: _weights(page) for page in seen}
    mean = sum(length for *_, length in weighed.values()) / max(len(seen), 1)
    scores = dict.fromkeys(weighed, 0.0)
    for term in terms:
        df = sum(term in weights[which] for weights in weighed.values())
        telling = log(1 + (len(seen) - df + 0.5) / (df + 0.5))
        for number, weights in weighed.items():
            if term in weights[which]:
                cost = 1.8 * (1 - 0.75 + 0.75 * weights[2] / mean)
                weight = weights[which][term]
                scores[number] += telling * (weight * (1.8 + 1) / (weight + cost))
    key = title_key(query.text)
    return sorted(
        found,
        key=lambda page: (
            not key or key not in [title_key(name) for name in (page.title, *page.aliases)],
            -scores[page.id],
            -page.changed.timestamp(),
            page.id,
        ),
    )


def _corrected(query, seen):
    written, stems = Counter(), Counter()
    for page in seen:
        found, exact, _ = _weights(page)
        written.update(exact.keys())
        stems.update(found.keys())
    fixed = {}
    for word in dict.fromkeys((*query.words, *(word for phrase in query.phrases for word in phrase))):
        if len(word) < 3 or not stem(word) or stems[stem(word)]:
            continue
        slips = 1 if len(word) <= 5 else 2
        near = [
            (OSA.distance(word, other), other[0] != word[0], -count, other)
            for other, count in written.items()
            if len(other) >= 3 and not other.isdigit()
        ]
        if near and min(near)[0] <= slips:
            fixed[word] = min(near)[-1]
    out, at = "", 0
    for start, end, word in spans(query.text):
        out, at = out + query.text[at:start] + fixed.get(word, query.text[start:end]), end
    return out + query.text[at:] if fixed else ""


def _hit(page):
    return Hit(page.id, page.slug, page.kind, page.title, page.summary, page.changed, page.terms, (), None)
