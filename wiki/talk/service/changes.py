"""A comment as the reason of a change: it quotes the words, gives credit, and names the comment's address."""

import re

from wiki.talk.model import Comment

LONGEST_NOTE = 200  # characters; as long as the form's field is
_NAMED = re.compile(r"\btalk/(\d{1,9})(?!\d)")


def reason(comment: Comment, credit: str) -> str:
    """The reason a form begins with: `credit` says whose comment it is, and its words follow as far as they fit."""
    begin = f"{credit} (talk/{comment.id}): "
    words, room = " ".join(comment.text.split()), LONGEST_NOTE - len(begin) - 2
    if room < 1:
        return begin.rstrip(": ")
    return f"{begin}“{words if len(words) <= room else words[: room - 1].rstrip() + '…'}”"


def named(note: str) -> tuple[int, ...]:
    """The comments that a reason names."""
    return tuple(int(number) for number in _NAMED.findall(note))
