"""The key and the record that stand beside every result."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def key(stage: str, schema: str, inputs: Iterable[tuple[str, object]], rows: Iterable[str]) -> str:
    """Return the identity of a run: same key, same bits.

    Parameters
    ----------
    stage : str
        The stage that computes, for example "cell".
    schema : str
        Version of the input grammar.
    inputs : iterable of (path, value)
        Every input in SI; floats enter as their exact hexadecimal form.
    rows : iterable of str
        The rows of data that were used, as text.

    Returns
    -------
    str
        32 hexadecimal digits of blake2b over these and over the sources of the stage and of
        all that it may import.
    """
    digest = hashlib.blake2b(digest_size=16)
    for part in (stage, schema, _source_digest(stage)):
        digest.update(part.encode() + b"\0")
    for path, value in sorted(inputs, key=lambda pair: pair[0]):
        exact = value.hex() if isinstance(value, float) else repr(value)
        digest.update(f"{path}={exact}\0".encode())
    for row in sorted(rows):
        digest.update(row.encode() + b"\0")
    return digest.hexdigest()


def record() -> dict[str, str]:
    """Return versions and platform, which are kept beside the key but not in it."""
    out = {
        "python": platform.python_version(),
        "platform": sys.platform,
        "machine": platform.machine(),
    }
    for name in ("ionwright", "numpy"):
        try:
            out[name] = version(name)
        except PackageNotFoundError:
            out[name] = "not installed"
    return out


BELOW = {"ion": ("ion",), "cell": ("cell", "ion"), "plant": ("plant", "cell", "ion"),
         "network": ("network", "plant", "cell", "ion")}  # fmt: skip
"""Stages whose sources enter the identity of a stage: itself and those it stands on."""


@cache
def _source_digest(stage: str) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for folder in (*BELOW[stage], "data", "core", "numerics", "units"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    names = ["items.csv", "quantities.csv"]  # molar masses and dimensions
    if "plant" in BELOW[stage]:  # what stands in for what, which step follows which row
        names += ["plant_quantities.csv", "regions.csv", "steps.csv", "commodities.csv"]
    if stage == "network":
        names += ["network_quantities.csv", "sites.csv"]
    for name in names:
        digest.update((PACKAGE / "data" / name).read_bytes())
    return digest.hexdigest()
