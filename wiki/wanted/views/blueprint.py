"""The blueprint every view of this room hangs on."""

from flask import Blueprint

bp = Blueprint("wanted", __name__)
