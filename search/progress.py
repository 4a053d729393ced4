"""How far a long work is and how long it may still take, said to whoever waits in a terminal."""

import time
from collections.abc import Callable
from typing import TextIO

_EVERY = 1.0  # seconds between two lines where a line cannot be written over
_FASTER = 0.1  # and where it can


class Progress:
    """Counts pages and says so; silent unless `said`. `afterwards`: the work after the last page, as part of it."""

    def __init__(
        self, out: TextIO, said: bool, afterwards: float = 0.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._out, self._said, self._afterwards, self._clock = out, said, afterwards, clock
        self._over = out.isatty()
        self._begun = self._next = clock()

    def __call__(self, done: int, of: int) -> None:
        """So many pages of so many are done."""
        now = self._clock()
        if not self._said or (now < self._next and done < of):
            return
        self._next = now + (_FASTER if self._over else _EVERY)
        self._say(f"{done:,} of {of:,} pages, {self._left(now, done, of)}")

    def end(self) -> None:
        """Leave the line for what is said next."""
        if self._said and self._over:
            self._out.write("\r\x1b[K")
            self._out.flush()

    def _left(self, now: float, done: int, of: int) -> str:
        """The time left, as the pages done so far tell it."""
        if done < of and done < 20:
            return "no estimate yet"
        each = (now - self._begun) / max(done, 1)
        seconds = each * (of - done) + each * of * self._afterwards
        return f"about {in_words(seconds)} left"

    def _say(self, line: str) -> None:
        self._out.write(f"\r{line}\x1b[K" if self._over else f"{line}\n")
        self._out.flush()


def in_words(seconds: float) -> str:
    """A time as people say it: 40 s, 3 min, 2 h, 4 days."""
    for most, unit, word in ((90, 1, "s"), (5400, 60, "min"), (129_600, 3600, "h")):
        if seconds < most:
            return f"{max(0, round(seconds / unit))} {word}"
    return f"{round(seconds / 86_400)} days"
