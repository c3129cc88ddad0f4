"""Entry point: exit codes and the one form in which faults are told.

0 done, 1 could not be solved, 2 bad input, 3 a fault of ours, 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from pathlib import Path

import typer

from ionwright.errors import InputError

USAGE: type[Exception] = typer.BadParameter.__mro__[1]  # type: ignore[assignment]
"""What typer raises when the command line itself is wrong."""

INTERRUPTED = "Interrupted; what was finished before is kept."


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code; the console script exits with it.

    Parameters
    ----------
    arguments : list of str or None
        The words after ``ionwright``; None takes them from the process.
    """
    words = sys.argv[1:] if arguments is None else arguments
    as_json = "--json" in words
    try:
        code = _run(words)
        sys.stdout.flush()
        return _tell(INTERRUPTED, code, as_json, {}) if code == 130 else code
    except InputError as fault:
        return _tell(f"Bad input: {fault}", 2, as_json, fault.as_dict())
    except USAGE as fault:
        return _tell(f"Bad command: {_usage(fault, words)}", 2, as_json, {})
    except (KeyboardInterrupt, typer.Abort):
        return _tell(INTERRUPTED, 130, as_json, {})
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:  # noqa: BLE001 - the last line of defence
        return _tell(_fault(fault, words), 3, as_json, {})


def _run(words: list[str]) -> int:
    from ionwright.cli._app import app

    code = app(args=words, standalone_mode=False, prog_name="ionwright")
    return code if isinstance(code, int) else 0


def _tell(text: str, code: int, as_json: bool, parts: dict[str, str]) -> int:
    if as_json:
        text = json.dumps({"error": {"message": text, "exit_code": code, **parts}}, indent=1)
    print(text, file=sys.stderr)
    return code


def _usage(fault: Exception, words: list[str]) -> str:
    """Return the fault of a command line as one sentence and the way on."""
    said = getattr(fault, "format_message", lambda: str(fault))()
    said = said.strip().rstrip(".")
    path = [w for w in words[:2] if not w.startswith("-")]
    known = _commands(path[:1])
    command = " ".join(["ionwright", *path[: 2 if known else 1], "--help"])
    if said.startswith("No such command"):
        command = " ".join(["ionwright", *path[:-1], "--help"])
    return f"{said}. See: {command}"


def _commands(path: list[str]) -> bool:
    return bool(path) and path[0] in {"cell", "data", "network", "plant"}


def _fault(fault: Exception, words: list[str]) -> str:
    """Write the trace to a file and return one sentence that names it."""
    name = Path(tempfile.gettempdir()) / f"ionwright-fault-{os.getpid()}.txt"
    trace = "".join(traceback.format_exception(fault))
    try:
        name.write_text(f"ionwright {' '.join(words)}\n\n{trace}", encoding="utf-8")
        place = f"the trace is in {name}"
    except OSError:
        place = f"the trace could not be written; it ends: {trace.strip().splitlines()[-1]}"
    return f"This is a fault of ionwright, not of your input ({type(fault).__name__}); {place}."
