"""The blueprint every view of this room hangs on."""

from flask import Blueprint

bp = Blueprint("talk", __name__)
