"""Numbers in addresses: those no row can have lead nowhere, instead of to a database that refuses to look."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from storage.database import LARGEST_ID


class RowNumber(IntegerConverter):
    """A whole number that a row can have; for any other the address does not exist."""

    def __init__(self, rules: Map, **given: Any) -> None:
        super().__init__(rules, **{"max": LARGEST_ID, **given})


def init_app(app: Flask) -> None:
    """Make every `<int:…>` of the site one; to be called before addresses are added."""
    app.url_map.converters["int"] = RowNumber
