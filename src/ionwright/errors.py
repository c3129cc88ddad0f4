"""The one error shape: rule, value seen, values allowed, what to do, where."""

from __future__ import annotations

from collections.abc import Sequence


class InputError(ValueError):
    """Input that breaks a rule. Raised before anything is computed or written.

    Parameters
    ----------
    rule : str
        The rule that was broken, as a sentence without a full stop.
    seen : object
        The offending value as the user wrote it.
    allowed : str
        The values that are allowed.
    do : str
        The next action.
    where : str
        File, line and path of the input, or the argument's name.
    """

    def __init__(
        self,
        rule: str,
        *,
        seen: object = "",
        allowed: str = "",
        do: str = "",
        where: str = "",
    ) -> None:
        self.rule = rule
        self.seen = _short(seen)
        self.allowed = allowed
        self.do = do
        self.where = where
        super().__init__(str(self))

    def __str__(self) -> str:
        """One sentence (plus the next action) that can be read aloud."""
        text = f"{self.where}: {self.rule}" if self.where else self.rule
        if self.seen:
            text += f", but it is {self.seen}"
        if self.allowed:
            text += f" (allowed: {self.allowed})"
        text += "."
        if self.do:
            text += f" {self.do}" if self.do[-1] in ".?!" else f" {self.do}."
        return text

    def at(self, where: str) -> InputError:
        """Return the same error with its place filled in."""
        return InputError(self.rule, seen=self.seen, allowed=self.allowed, do=self.do, where=where)

    def as_dict(self) -> dict[str, str]:
        """Return the five parts, for ``--json``."""
        return {
            "rule": self.rule,
            "seen": self.seen,
            "allowed": self.allowed,
            "do": self.do,
            "where": self.where,
        }


def nearest(name: str, known: list[str], what: str = "name") -> str:
    """Return advice that names the nearest known name, or the first few."""
    import difflib  # only on the way to an error message

    lower = {k.lower(): k for k in reversed(known)}  # of equal names the first stands
    hits = difflib.get_close_matches(name.lower(), list(lower), n=1, cutoff=0.5)
    if hits:
        return f"Did you mean {lower[hits[0]]!r}?"
    few = ", ".join(known[:8]) + (", ..." if len(known) > 8 else "")
    return f"Use one {what} of: {few}"


def known(name: str, names: Sequence[str], rule: str, what: str, where: str = "") -> None:
    """Refuse a name that is none of those that are known.

    Parameters
    ----------
    name : str
    names : sequence of str
        All that are known; few enough to be listed.
    rule : str
        What a name must be, as a sentence without a full stop.
    what : str
        What it is a name of, such as "route".
    where : str
        File, line and path, or the argument's name.

    Raises
    ------
    InputError
        With the nearest name.
    """
    if name not in names:
        allowed, do = ", ".join(names), nearest(name, list(names), what)
        raise InputError(rule, seen=repr(name), allowed=allowed, do=do, where=where)


def _short(value: object, limit: int = 80) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= limit else text[: limit - 3] + "..."
