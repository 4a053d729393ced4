"""Pages to search in: small hand-made ones, and random ones from few words so that queries meet."""

from datetime import UTC, datetime, timedelta

from search.model import Document, Part

PUBLIC = frozenset({"public"})
MEMBER = frozenset({"public", "members"})
EDITOR = frozenset({"public", "members", "reviewers", "editors"})
AUTHOR = frozenset({"public", "account:7"})
AUDIENCES = (PUBLIC, MEMBER, EDITOR, AUTHOR, frozenset())

# fmt: off
WORDS = (
    "organize", "organizing", "organizers", "organization", "union", "unions", "phone", "bank", "banking", "Café",
    "cafe", "naïve", "text-bank", "worker's", "workers", "the", "of", "and", "not", "campaign", "campaigns",
    "contract", "zebra", "labor", "council", "door_knock", "2.0", "2018", "München", "list", "中", "文", "map",
)
SPECIAL = ("organ*", "-cam*", "pho*", "cost:<5", "cost:1-300", "hours:>=1", "since:2018", "before:2020", "area:a",
           "-level:b", "by:ana", "by:river -by:ana", "kind:tool", "cost:<<", "nobody:knows", 'area:"b"')
# fmt: on
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def page(number, title, text="", audience="public", **more):
    """A page with one section."""
    return Document(
        id=number,
        revision=more.pop("revision", number * 10),
        slug=f"page-{number}",
        kind=more.pop("kind", "case_study"),
        title=title,
        summary=more.pop("summary", ""),
        audience=frozenset({audience}),
        parts=more.pop("parts", (Part("story", "The story", text),)),
        terms=more.pop("terms", {}),
        labels=more.pop("labels", ()),
        changed=more.pop("changed", START + timedelta(days=number)),
        aliases=more.pop("aliases", ()),
        numbers=more.pop("numbers", {}),
        overdue=more.pop("overdue", False),
        signers=more.pop("signers", ()),
    )


class Named:
    """What the queries of these tests may ask for by name."""

    def terms(self, name, value):
        return (name, (value.lower(),)) if name in ("area", "level", "kind", "by") and value.isalpha() else None

    def number(self, name):
        return {"cost": "cost", "hours": "hours", "since": "since", "before": "since"}.get(name, "")


def random_page(rng, number):
    """A page of random words, terms and rights."""

    def text(most):
        return " ".join(rng.choices(WORDS, k=rng.randint(0, most)))

    return Document(
        id=number,
        revision=rng.randint(1, 10**6),
        slug=f"page-{number}",
        kind=rng.choice(("case_study", "howto", "tool")),
        title=text(4),
        summary=text(8),
        audience=frozenset(rng.sample(("public", "members", "reviewers", "editors", "account:7"), rng.randint(1, 2))),
        parts=tuple(
            Part(f"s{k}", text(2), text(30), rng.choice((0.0, 0.5, 1.0, 3.0))) for k in range(rng.randint(0, 4))
        ),
        terms={
            name: tuple(rng.sample(("a", "b", "c", "unknown", "ü/ß"), rng.randint(0, 3)))
            for name in rng.sample(("area", "tool", "level", "outcome", "org_type"), rng.randint(0, 5))
        },
        labels=tuple(text(2) for _ in range(rng.randint(0, 2))),
        changed=START + timedelta(days=rng.randint(0, 20)),
        aliases=tuple(text(2) for _ in range(rng.randint(0, 1))),
        numbers={
            name: float(rng.choice((0, 1, 5, 250, 2018, 2020)))
            for name in ("cost", "hours", "since")
            if rng.random() < 0.5
        },
        overdue=rng.random() < 0.3,
        signers=tuple(rng.sample(("ana", "river", "jo"), rng.randint(0, 2))),
    )


def random_query(rng):
    """Arguments for `parse`: what somebody might type and choose."""
    pieces = []
    for _ in range(rng.randint(0, 4)):
        words = rng.choices((*WORDS, "orgnize", "zebre", "campagn", "nothing", "e-mail"), k=rng.randint(1, 3))
        pieces.append(rng.choice(("{}", "{}", "{}", "{} OR", "-{}", '"{}"', '-"{}"')).format(" ".join(words)))
    if rng.random() < 0.3:
        pieces.append(rng.choice(SPECIAL))
    filters = {
        name: rng.sample(("a", "b", "c", "unknown", "ü/ß", "gone"), rng.randint(1, 2))
        for name in rng.sample(("area", "tool", "level", "nowhere"), rng.choice((0, 0, 1, 2)))
    }
    if rng.random() < 0.2:
        filters["kind"] = ["howto"]
    sort = rng.choice(("best", "best", "best", "newest", "title"))
    return {
        "text": " ".join(pieces),
        "filters": filters,
        "sort": sort,
        "page": rng.randint(1, 4),
        "size": rng.choice((1, 3, 10, 50)),
        "fields": Named(),
    }


def random_like(rng):
    """Who asks, often nobody in particular."""
    if rng.random() < 0.7:
        return {}
    return {name: {rng.choice(("a", "b")): 0.3, "c": 0.1} for name in rng.sample(("area", "org_type", "level"), 2)}
