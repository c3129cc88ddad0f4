"""Ctrl-C while a plan is sought: it ends, and the best plan and bound stand."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import highspy

BY_HAND = "stopped by hand; the best plan and bound stand"


@dataclass
class Stop:
    """Whether somebody asked to stop."""

    asked: bool = False

    def follow(self, h: highspy.Highs) -> None:
        """Make a model of HiGHS end when it is asked."""

        def look(event: Any) -> None:
            if self.asked:
                event.interrupt()

        h.cbSimplexInterrupt += look
        h.cbIpmInterrupt += look
        h.cbMipInterrupt += look


@contextmanager
def by_hand() -> Iterator[Stop]:
    """Yield a stop that the first Ctrl-C asks for; the second breaks off as ever.

    Elsewhere than in the main thread, where no key can be heard, nothing asks for it.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.getsignal(signal.SIGINT)

    def ask(_number: int, _frame: object) -> None:
        stop.asked = True
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def go_on(status: str) -> None:
    """Break off a row of solves where one of them was stopped by hand.

    Raises
    ------
    KeyboardInterrupt
    """
    if status == BY_HAND:
        raise KeyboardInterrupt
