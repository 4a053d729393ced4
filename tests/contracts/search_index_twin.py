"""The plainest index there can be: every question answered by reading every page. What the others are held to."""

from collections import Counter, defaultdict
from contextlib import nullcontext
from math import ceil, log

from rapidfuzz.distance import OSA

from search.analysis import composed, compounds, fold, spans, title_key, words
from search.model import Health, Hit, Query, Results
from search.plan import excluded, in_order, loosened, planned, titled
from search.stems import stem


class TwinIndex:
    """A `SearchIndex` in memory."""

    AFTERWARDS = 0.0

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

    def ready(self):
        return self.generation > 0

    def size(self):
        return sum(len(repr(page)) for page in self.pages.values())

    def tidy(self, stop):
        return False

    def health(self):
        return Health(self.generation > 0, len(self.pages), self.generation)

    def search(self, query, audience):
        if not self.generation:
            return Results((), 0, {}, 1, 0, ready=False)
        seen = [page for page in self.pages.values() if page.audience & audience]
        clauses, every, worded = _worded(seen, query)
        out = [page for page in seen if any(_holds(page, one) for one in excluded(query))]
        worded = [page for page in worded if page not in out]
        every = [page for page in every if page not in out]
        partial = bool(worded) and not every
        found = [page for page in worded if _passes(page, query, "")]
        ordered = _ordered(found, seen, query, clauses, every)
        pages = ceil(len(found) / query.size)
        page = query.page if query.page <= pages else 1
        facets = defaultdict(Counter)
        for name in {name for one in worded for name in _terms(one)}:
            counted = [one for one in worded if _passes(one, query, name)] if name in query.filters else found
            for one in counted:
                facets[name].update(set(_terms(one).get(name, ())))
        return Results(
            hits=tuple(_hit(one, query) for one in ordered[(page - 1) * query.size : page * query.size]),
            total=len(found),
            facets={name: dict(counts) for name, counts in facets.items() if counts},
            page=page,
            pages=pages,
            corrected=_corrected(query, seen) if partial or not worded else "",
            partial=partial,
            complete=sum(page in every for page in found),
        )

    def _ways(self, part, seen):
        """The beginnings that this one stands for: itself, or those one slip away when no title begins so."""
        if len(part) < 4 or any(word.startswith(part) for page in seen for word in words(page.title)):
            return {part}
        return {near for page in self.pages.values() for word in words(page.title) for near in _near(part, word)}

    def carried(self, terms, audience):
        seen = [page for page in self.pages.values() if page.audience & audience]
        return frozenset((name, term) for name, term in terms if any(term in _terms(one).get(name, ()) for one in seen))

    def suggest(self, prefix, audience, limit=7, kinds=()):
        wanted = words(composed(prefix[:100]))
        begin = fold(composed(prefix[:100])).strip()
        seen = [page for page in self.pages.values() if page.audience & audience]
        ways = [self._ways(part, seen) for part in wanted]
        found = [
            (not fold(page.title).startswith(begin), len(page.title), fold(page.title), page.id)
            for page in seen
            if not kinds or page.kind in kinds
            if wanted and all(any(word.startswith(way) for word in words(page.title) for way in one) for one in ways)
        ]
        return tuple(_hit(self.pages[one[-1]], Query()) for one in sorted(found)[:limit])


def _near(part, word):
    """Whether a word begins like this, but for one slip after the first letter."""
    cuts = {word[:length] for length in (len(part) - 1, len(part), len(part) + 1) if len(word) >= length}
    return {cut for cut in cuts if cut[0] == part[0] and OSA.distance(part, cut) <= 1}


def _passages(page):
    yield 5.0, page.title
    yield 3.0, page.summary
    yield from ((4.0, alias) for alias in page.aliases)
    yield from ((2.0, label) for label in page.labels)
    for part in page.parts:
        if part.weight > 0:
            yield part.weight, part.text


_READ = {}


def _weights(page):
    """Its stems and words with their weights, and its length; read once, as long as the page is the same."""
    if id(page) not in _READ or _READ[id(page)][0] is not page:
        _READ[id(page)] = page, _read(page)
    return _READ[id(page)][1]


def _read(page):
    stems, exact, length = defaultdict(float), defaultdict(float), 0
    for weight, text in _passages(page):
        for word in words(composed(text)):
            length += min(weight, 1.0)
            exact[word] += 1
            if stem(word):
                stems[stem(word)] += weight
        for joined in compounds(text):
            if stem(joined):
                stems[stem(joined)] += weight
    return stems, exact, round(length)


def _in_order(page, phrase):
    said = all(word in _weights(page)[1] for word in phrase)
    cuts = [words(composed(text)) for _, text in _passages(page)] if said else []
    return any(tuple(cut[at : at + len(phrase)]) == tuple(phrase) for cut in cuts for at in range(len(cut)))


def _weight(page, one):
    """How much a page holds of one look-up; None when it holds nothing of it."""
    stems, exact, _ = _weights(page)
    if one.how == "stem":
        return stems.get(one.words[0])
    if one.how == "word":
        return exact.get(one.words[0])
    if one.how == "prefix":
        return sum(count for word, count in exact.items() if word.startswith(one.words[0])) or None
    if not _in_order(page, one.words):
        return None
    return min((stems[stem(word)] for word in one.words if stem(word)), default=1.0)


def _holds(page, one):
    return _weight(page, one) is not None


class _Clause:
    """One clause over the pages somebody sees: who holds it, how much, and what it tells."""

    def __init__(self, seen, alternatives):
        weighed = {page.id: [(_weight(page, one), one.worth) for one in alternatives] for page in seen}
        held = {number: [one for one in several if one[0] is not None] for number, several in weighed.items()}
        self.first, self.alternatives = alternatives[0], alternatives
        self.weights = {number: sum(w * worth for w, worth in several) for number, several in held.items() if several}
        self.telling = log(1 + (len(seen) - len(self.weights) + 0.5) / (len(self.weights) + 0.5))


def _worded(seen, query):
    """The clauses in force, the pages with all of them, and the pages in the answer before filters."""
    plan = planned(query)
    clauses = [_Clause(seen, one) for one in plan]
    if not clauses:
        asked = query.excluded or query.ranges or query.filters or query.without or not query.text
        return clauses, seen if asked else [], seen if asked else []
    every = [page for page in seen if all(page.id in one.weights for one in clauses)]
    some = [page for page in seen if any(page.id in one.weights for one in clauses)]
    found = every
    if len(clauses) > 2 and len(every) < 10:
        units = {id(one): round(one.telling * 1000) for one in clauses}
        told = {page.id: sum(units[id(one)] for one in clauses if page.id in one.weights) for page in some}
        found = [page for page in some if page in every or 2 * told[page.id] >= sum(units.values())]
    if not found or (len(clauses) > 2 and len(found) < 10):
        found = some
    if not found and loosened(plan):
        clauses = [_Clause(seen, one) for one in loosened(plan)]
        found = [page for page in seen if any(page.id in one.weights for one in clauses)]
    return clauses, every, found


def _terms(page):
    return {"kind": (page.kind,), **page.terms}


def _carried(page):
    return {**_terms(page), "by": page.signers}


def _passes(page, query, but):
    return _within(page, query) and all(
        set(chosen) & set(_carried(page).get(name, ()))
        for name, chosen in query.filters.items()
        if name != but and chosen
    )


def _within(page, query):
    """Whether a page's numbers lie in the ranges and it carries no refused term."""
    for name, wanted in query.ranges.items():
        number = page.numbers.get(name)
        if number is None or (wanted.low is not None and number < wanted.low):
            return False
        if wanted.high is not None and number > wanted.high:
            return False
    return not any(set(terms) & set(_carried(page).get(name, ())) for name, terms in query.without.items())


def _points(page, query):
    return sum(
        max((more for term, more in worth.items() if term in _terms(page).get(name, ())), default=0.0)
        for name, worth in query.like.items()
    )


def _ordered(found, seen, query, clauses, every):
    if query.sort == "title":
        return sorted(found, key=lambda page: (-_points(page, query), fold(page.title), page.id))
    if query.sort == "newest" or not clauses:
        return sorted(found, key=lambda page: (-_points(page, query), -page.changed.timestamp(), page.id))
    lengths = {page.id: _weights(page)[2] for page in seen}
    mean = sum(lengths.values()) / max(len(seen), 1)
    scores = dict.fromkeys(lengths, 0.0)
    for one in clauses:
        for number, weight in one.weights.items():
            cost = 1.8 * (1 - 0.75 + 0.75 * max(lengths[number], 0.3 * mean) / mean)
            scores[number] += one.telling * (weight * (1.8 + 1) / (weight + cost))
    for page in found:
        scores[page.id] *= (0.9 if page.overdue else 1.0) * (1 + _points(page, query))
    key = title_key(query.text)

    def order(page):
        named = bool(key) and key in [title_key(name) for name in (page.title, *page.aliases)]
        return not named, page not in every, -scores[page.id], -page.changed.timestamp(), page.id

    ordered = sorted(found, key=order)
    telling = {one.first.words[0]: one.telling for one in clauses}
    for page in ordered[:100]:
        if titled([one.alternatives for one in clauses], page.title):
            scores[page.id] += 2 * sum(one.telling for one in clauses)
        for one, two in in_order(query):
            if _in_order(page, (one, two)):
                scores[page.id] += 0.3 * (telling.get(stem(one), 0.0) + telling.get(stem(two), 0.0))
    return sorted(ordered[:100], key=order) + ordered[100:]


def _corrected(query, seen):
    written, stems = Counter(), Counter()
    for page in seen:
        found, exact, _ = _weights(page)
        written.update(exact.keys())
        stems.update(found.keys())
    fixed = {}
    for word in (word for one in query.clauses if len(one.any) == 1 and not one.any[0].prefix for word in one.typed):
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


def _hit(page, query):
    near = tuple(name for name in query.like if set(query.like[name]) & set(page.terms.get(name, ())))
    return Hit(page.id, page.slug, page.kind, page.title, page.summary, page.changed, page.terms, (), None,
               near=near, numbers=dict(page.numbers), overdue=page.overdue)  # fmt: skip
