"""Text of a protocol -> words with their places, and the caret line under a wrong word."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.errors import InputError

SYMBOLS = "[](),:<>"
WIDTH = 88
"""Longest line of a message that shows a step [character]."""


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


def tokens(text: str) -> list[Token]:
    """Split a text at blanks and symbols; the last token is the end.

    A word is anything else, such as ``1C``, ``C/3``, ``2.5``, ``mA/cm2`` or ``drive.csv``. A
    comma between two digits stays in its word, so that "2,5 V" is told as one number.

    Raises
    ------
    InputError
        If a quote is not closed.
    """
    found: list[Token] = []
    at = 0
    while at < len(text):
        char = text[at]
        start = at
        if char in ";\n\r":
            at += 1
            found.append(Token("separator", char, start, at))
        elif char.isspace():
            at += 1
        elif char in "\"'":
            at = _closing(text, at)
            found.append(Token("string", text[start + 1 : at - 1], start, at))
        elif char in SYMBOLS:
            at += 1
            found.append(Token("symbol", char, start, at))
        else:
            while at < len(text) and _in_word(text, at):
                at += 1
            found.append(Token("word", text[start:at], start, at))
    return [*found, Token("end", "", len(text.rstrip()), len(text.rstrip()))]


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


def _in_word(text: str, at: int) -> bool:
    char = text[at]
    if char == ",":
        return text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit()
    return not (char.isspace() or char in SYMBOLS or char in ";\"'")


def _closing(text: str, at: int) -> int:
    """Return the place past the quote that closes the one at `at`."""
    end = text.find(text[at], at + 1)
    line = text.find("\n", at)
    if end < 0 or 0 <= line < end:
        end_of_line = line if line >= 0 else len(text)
        raise InputError(
            "a quote must be closed on its line",
            seen=text[at:end_of_line],
            do=f"Add {text[at]} after the name",
            where=f"here:\n{picture(text, [], at, end_of_line)}\nhere",
        )
    return end + 1
