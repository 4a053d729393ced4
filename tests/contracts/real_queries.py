"""A random library in the field's words, and what people might type and choose to find something in it."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

from search_index_pages import START
from werkzeug.datastructures import MultiDict

from auth.model import Actor, Role
from auth.policy import audience
from search.model import Document, Part
from wiki.browsing.forms import read_ask
from wiki.kinds.indexing import facets

# Words with forms, synonyms, hyphens, accents and neighbors in spelling, so that queries meet pages in every way.
# fmt: off
WORDS = (
    "steward", "stewards", "shop steward", "delegate", "CLC", "labor council", "labour", "e-mail", "email", "emails",
    "newsletter", "texting", "SMS", "peer-to-peer texting", "phone bank", "phonebanking", "petition", "petitions",
    "survey", "spreadsheet", "organize", "organizing", "organisers", "organization", "worker center", "workers'",
    "strike", "strikes", "striking", "vote", "votes", "ballot", "café", "Cafe", "München", "list", "lists", "the", "of",
    "and", "not", "our", "member list", "members", "membership", "2018", "2.0", "中", "文", "map", "zebra",
)
TYPED = (*WORDS, "stewrad", "petitoin", "newsleter", "zebre", "strkie", "nothing", "bulletin", "poll", "Excel", "lodge")
NAMED = (
    "kind:tool", "kind:case_study", "-kind:how_to", "org:local", 'org:"worker center"', "org:moon", "-org:coalition",
    "area:email", "area:website", "level:1_starting", "outcome:worked", "-outcome:worked", "tool:spoke", "cost:<500",
    "cost:100-2500", "cost:<<", "hours:>=5", "hours:<5", "setup:10", "since:2018", "before:2020-06", "since:soon",
    "by:ana", 'by:"river song"', "-by:ana", "by:nobody", "by:", "organi*", "-stri*", "st*", "zeb*",
    "*", "-", "OR", "???",
)
NUMBERS = ("cost", "hours", "setup", "since")
CHOSEN = (("typed", "1"), ("sort", "newest"), ("sort", "title"), ("cost_from", "5"), ("cost_to", "$499"),
          ("since_from", "2018"), ("since_to", "2019-06"), ("by", "Ana"), ("kind", "tool"), ("kind", "case_study"))
# fmt: on
KEYS = {"ana": ("account:1", "account:2"), "river song": ("pen:river song",)}
SIGNERS = ("account:1", "account:2", "account:3", "pen:river song", "pen:ana")
ACTORS = (*(Actor(None, role, "", "") for role in Role), Actor(7, Role.MEMBER, "Jo", "jo"))


def keys_of(names):
    """What `wiki.pages.signers.Signers` does, over these people."""
    return tuple(key for name in names for key in KEYS.get(name, ())) or ("nobody",)


def library_page(rng, library, number):
    """A page of the library's kinds and terms, with sections, talk and signatures, seen by some."""

    def text(least, most):
        return " ".join(rng.choices(WORDS, k=rng.randint(least, most)))

    chosen = rng.sample(facets(library), 6)
    terms = {one.name: tuple(rng.sample(_terms(library, one), rng.randint(1, 2))) for one in chosen}
    sections = [
        Part(f"s{n}", "Heading", text(0, 25), rng.choice((0.5, 1.0, 1.0, 2.0))) for n in range(rng.randint(1, 4))
    ]
    talk = [Part(f"talk/{n}", "From the talk", text(2, 10), 0.5) for n in range(rng.choice((0, 0, 1, 3)))]
    return Document(
        id=number,
        revision=rng.randint(1, 9),
        slug=f"page-{number}",
        kind=rng.choice(tuple(library.kinds)),
        title=text(1, 4),
        summary=text(0, 8),
        audience=frozenset(rng.sample(("public", "public", "members", "reviewers", "editors", "account:7"), 1)),
        parts=(*sections, *talk),
        terms=terms,
        labels=(text(0, 2),),
        changed=START + timedelta(days=rng.randint(0, 30)),
        aliases=(text(1, 2),) if rng.random() < 0.2 else (),
        numbers={name: float(rng.choice((0, 2, 5, 250, 499, 2018, 2020))) for name in NUMBERS if rng.random() < 0.6},
        overdue=rng.random() < 0.2,
        signers=tuple(rng.sample(SIGNERS, rng.randint(0, 2))),
    )


def _terms(library, facet):
    return list(library.vocabularies[facet.vocabulary].terms) if facet.vocabulary else ["spoke", "signal", "no-page"]


def asked(rng, library, understanding):
    """Somebody's query, from what they typed and chose to what the index is asked, with whose rights."""
    address = urlencode([("q", typed(rng)), *_chosen(rng, library), ("page", rng.choice((1, 1, 1, 2, 3, 40)))])
    ask = read_ask(MultiDict(parse_qsl(address)), understanding.asking, "/search")
    like = {"org_type": {"local_union": 0.4}, "area": {"email": 0.3, "website": 0.1}} if rng.random() < 0.2 else {}
    query, _ = understanding.query(ask, rng.choice((1, 3, 10, 50)), like=like)
    return query, audience(rng.choice(ACTORS))


def typed(rng):
    """What stands in the box."""
    pieces = []
    for _ in range(rng.choice((0, 1, 1, 2, 2, 3, 4, 6))):
        words = " ".join(rng.choices(TYPED, k=rng.choice((1, 1, 1, 2))))
        pieces.append(
            rng.choice(("{}", "{}", "{}", "{}", "{} OR", "-{}", '"{}"', '-"{}"', '"{}', "({})")).format(words)
        )
    if rng.random() < 0.4:
        pieces.insert(rng.randint(0, len(pieces)), rng.choice(NAMED))
    return " ".join(pieces)


def _chosen(rng, library):
    if rng.random() < 0.7:
        return []
    pairs = [(one.name, rng.choice(_terms(library, one))) for one in rng.sample(facets(library), 4)]
    return rng.sample([*CHOSEN, *pairs], rng.randint(1, 3))
