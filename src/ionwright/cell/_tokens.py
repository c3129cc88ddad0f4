"""Text of a protocol -> words with their places, and the caret line under a wrong word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from ionwright.errors import InputError

SYMBOLS = "[](),:<>"
PLAIN = {"value", "duration", "period", "temperature", "pressure"}
"""Parts of a step that are written as one quantity."""
QUOTES = "\"'"
WIDTH = 88
"""Longest line of a message that shows a step [character]."""
Made = TypeVar("Made")


@dataclass(frozen=True)
class Token:
    """A piece of the text.

    Parameters
    ----------
    kind : str
        "word", "symbol", "separator" (semicolon or new line), "string" (in quotes), "end".
    text : str
        As written; of a string without its quotes.
    start, end : int
        Place in the text: first character, and one past the last.
    """

    kind: str
    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """The text in lower case, for keywords; empty for a string in quotes."""
        return "" if self.kind == "string" else self.text.lower()


def picture(text: str, found: list[Token], start: int, end: int) -> str:
    """Return the step around a place, and below it carets under that place.

    Parameters
    ----------
    text : str
        The whole text.
    found : list of Token
        Its tokens.
    start, end : int
        The place: first character, and one past the last.
    """
    cuts = [token for token in found if token.kind == "separator"]
    low = max((token.end for token in cuts if token.end <= start), default=0)
    high = min((token.start for token in cuts if token.start >= start), default=len(text))
    low += len(text[low:high]) - len(text[low:high].lstrip())
    low = min(low, start)
    high = max(low + len(text[low:high].rstrip()), min(start, high))
    left = low if start - low <= WIDTH // 2 else start - WIDTH // 2
    right = min(high, left + WIDTH)
    shown = "".join(char if char.isprintable() else " " for char in text[left:right])
    before = "..." if left > low else ""
    carets = "^" * max(1, min(end, right) - start)
    return (
        f"    {before}{shown}{'...' if right < high else ''}\n"
        f"    {' ' * (len(before) + start - left)}{carets}"
    )


class Walk:
    """A walk over the tokens of a text, which can say what is wrong and where.

    Parameters
    ----------
    text : str
        The text.
    first : int
        Number of its first step, for messages.
    files : bool
        Whether the text may name files.
    """

    def __init__(self, text: str, first: int, files: bool) -> None:
        self.text, self.number, self.files = text, first, files
        self.found: list[Token] = []
        self.at = 0
        self.depth = 0
        self.found = self._tokens()

    @property
    def next(self) -> Token:
        """The token that is read next."""
        return self.found[self.at]

    @property
    def done(self) -> int:
        """Place past the token that was read last."""
        return self.found[self.at - 1].end

    def take(self, *words: str) -> Token | None:
        """Take the next token if it is one of these words."""
        token = self.next
        if token.kind in {"word", "symbol"} and token.low in words:
            self.at += 1
            return token
        return None

    def fail(self, place: tuple[int, int], rule: str, **parts: Any) -> NoReturn:
        """Raise the error with the step's number and a picture of the place."""
        drawn = picture(self.text, self.found, *place)
        raise InputError(rule, **parts, where=f"step {self.number}:\n{drawn}\nhere")

    def wrong(self, rule: str, allowed: str = "", do: str = "") -> NoReturn:
        """Raise the error about the next token."""
        token = self.next
        seen = {"end": "the end of the text", "separator": "the end of the step"}
        self.fail(
            (token.start, max(token.end, token.start + 1)),
            rule,
            seen=seen.get(token.kind, repr(token.text)),
            allowed=allowed,
            do=do,
        )

    def made(self, places: dict[str, tuple[int, int]], make: Callable[[], Made]) -> Made:
        """Build an object; its fault is shown at the place of the part that it names."""
        try:
            return make()
        except InputError as fault:
            place = places.get(fault.where, places[""])
            # what was written is plainer than its value in SI
            seen = repr(self.text[slice(*place)]) if fault.where in PLAIN else fault.seen
            self.fail(place, fault.rule, seen=seen, allowed=fault.allowed, do=fault.do)

    def _tokens(self) -> list[Token]:
        """Split the text at blanks and symbols; the last token is the end.

        A word is anything else, such as ``1C``, ``C/3``, ``2.5``, ``mA/cm2`` or ``drive.csv``.
        A comma between two digits stays in its word, so that "2,5 V" is told as one number.
        """
        text, at = self.text, 0
        found: list[Token] = []
        while at < len(text):
            start, char, kind = at, text[at], "word"
            if char in ";\n\r":
                at, kind = at + 1, "separator"
            elif char in SYMBOLS:
                at, kind = at + 1, "symbol"
            elif char in QUOTES:
                at, kind = self._closing(at), "string"
            elif char.isspace():
                at, kind = at + 1, ""
            else:
                while at < len(text) and _in_word(text, at):
                    at += 1
            quote = 1 if kind == "string" else 0
            if kind:
                found.append(Token(kind, text[start + quote : at - quote], start, at))
        end = len(text.rstrip())
        return [*found, Token("end", "", end, end)]

    def _closing(self, at: int) -> int:
        """Return the place past the quote that closes the one at `at`."""
        line = self.text.find("\n", at)
        line = len(self.text) if line < 0 else line
        end = self.text.find(self.text[at], at + 1, line)
        if end < 0:
            self.fail(
                (at, line),
                "a quote must be closed on its line",
                seen=self.text[at:line],
                do=f"Add {self.text[at]} after the name",
            )
        return end + 1


def _in_word(text: str, at: int) -> bool:
    char = text[at]
    if char == ",":
        return text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit()
    return not (char.isspace() or char in SYMBOLS or char in QUOTES or char == ";")
