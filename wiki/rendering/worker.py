"""The process that renders for a server: one request after another, within bounds, until its other end closes."""

import resource
import signal
import socket
import sys
from contextlib import suppress

from wiki.rendering.here import render_here
from wiki.rendering.model import Task
from wiki.rendering.wire import READY, pack, receive, send, to_task


def _limit_memory(amount: int) -> None:
    hardest = resource.getrlimit(resource.RLIMIT_AS)[1]
    amount = amount if hardest == resource.RLIM_INFINITY else min(amount, hardest)
    resource.setrlimit(resource.RLIMIT_AS, (amount, hardest))


def serve(line: socket.socket, seconds: float, memory: int, idle: float) -> None:
    """Answer until the other end closes; a `TimeoutError` when it asks nothing for `idle` seconds.

    Each answer may use `seconds` of processor time, or the system ends this process; a busy machine costs a text
    nothing of that. All answers share `memory` bytes of address space.
    """
    _limit_memory(memory)
    render_here(Task("# Warm\n\n- up\n"))
    line.sendall(READY)
    line.settimeout(idle)
    while (message := receive(line)) is not None:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer = pack(render_here(to_task(message)))
        signal.setitimer(signal.ITIMER_PROF, 0)
        send(line, answer)


if __name__ == "__main__":
    with socket.socket(fileno=0) as other_end, suppress(TimeoutError):
        serve(other_end, float(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
