"""Families by name, and which one a file belongs to."""

from __future__ import annotations

from pathlib import Path

from ionwright.errors import InputError, nearest
from ionwright.network.benchmark.cap import CFLP, SSCFLP, UFLP
from ionwright.network.benchmark.page import page_of
from ionwright.network.benchmark.parts import Family, Instance
from ionwright.network.benchmark.sslp import SSLP
from ionwright.network.benchmark.tscflp import NAMES, TSCFLP

FAMILIES: dict[str, Family] = {f.name: f for f in (CFLP, UFLP, SSCFLP, SSLP, TSCFLP)}
BY_SHAPE: tuple[Family, ...] = (SSLP, TSCFLP, SSCFLP, CFLP)
"""In the order in which they are asked; an OR-Library file is one of cflp until told otherwise."""


def named(name: str) -> Family:
    """Return the family with a name.

    Raises
    ------
    InputError
        If there is none.
    """
    if name not in FAMILIES:
        raise InputError(
            "it is a family of instances",
            seen=repr(name),
            do=nearest(name, list(FAMILIES), "family"),
            where="--family",
        )
    return FAMILIES[name]


def family_of(path: str, name: str | None = None) -> Family:
    """Return the family with a name, or the one that a file has the shape of or was meant to.

    Raises
    ------
    InputError
        If there is no such name, or no such file.
    """
    if name is not None:
        return named(name)
    if not Path(path).exists():
        raise InputError("it is a file that can be read", seen="not there", where=path)
    for family in BY_SHAPE:
        if family.fits(path):
            return family
    # whoever it was meant for says what is wrong with it
    return TSCFLP if page_of(path).lines[:3].count(1) == len(NAMES) else CFLP


def read(path: str, family: str | None = None, capacity: float | None = None) -> Instance:
    """Return an instance as a case.

    Parameters
    ----------
    path : str
        File, or folder of `sslp`.
    family : str or None
        One of `FAMILIES`; None: told from the file's shape.
    capacity : float or None
        Of every site for which the file prints the word `capacity` [unit of its demand].

    Raises
    ------
    InputError
        If the file cannot be read, is cut short, or has something else than a number.
    """
    return family_of(path, family).read(path, capacity)
