"""One decorator for all kernels, with a cache that sees every edit.

numba keys its cache on the file of the function that is compiled and misses an edit in a
function that it calls, then serves old machine code. The cache folder is therefore named by a
digest of all kernel sources: any edit in any of them starts a new folder.
"""

from __future__ import annotations

import ast
import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

PACKAGE = Path(__file__).parents[1]
SETTINGS: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "fastmath": {"contract"},  # a product and a sum may be rounded once
    "_nrt": False,  # kernels make no arrays: nothing to count references of
}
FLAT = frozenset({"k", "f", "s", "w", "c", "slow"})
"""Names of the flat arrays of kernels."""


def kernel_sources() -> list[Path]:
    """Return every file that machine code is made from: `numerics` and all `_kernels` folders."""
    found = {*(PACKAGE / "numerics").glob("*.py"), *PACKAGE.glob("*/_kernels/*.py")}
    return sorted(found)


def digest(files: list[Path]) -> str:
    """Return 16 hexadecimal digits over the names and texts of files."""
    out = hashlib.blake2b(digest_size=8)
    for path in files:
        out.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return out.hexdigest()


@cache
def cache_folder() -> Path:
    """Return where compiled kernels are kept: outside the package, in a folder that is made here.

    Where the user's cache cannot be written to, as in some containers, it is a temporary folder.
    """
    name = f"kernels-{digest(kernel_sources())}"
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ionwright" / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix="ionwright-")) / name


def compiled() -> bool:
    """Return whether machine code of these sources is there already."""
    return any(cache_folder().rglob("*.nbc"))


_told: list[Callable[[], None]] = []


def tell_before_compiling(tell: Callable[[], None]) -> None:
    """Have `tell` called, once, before kernels are compiled for the first time."""
    _told[:] = [tell]


def about_to_run() -> None:
    """Give notice if the next call of a kernel compiles it."""
    if _told and not compiled():
        _told[0]()
    _told.clear()


def kernel(function: Callable[..., Any]) -> Any:
    """Compile a kernel: machine code, no interpreter lock, errors as codes, cached on disk.

    A kernel takes floats, integers and arrays, uses `math` for scalars, writes into the arrays
    it is given, allocates nothing and raises nothing.
    """
    return _compiled(function, False)


def inlined(function: Callable[..., Any]) -> Any:
    """Compile a kernel that is put into its callers: for what is called in every cell."""
    return _compiled(function, True)


def _compiled(function: Callable[..., Any], into_callers: bool) -> Any:
    import numba

    settings: Any = numba.config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = str(cache_folder())
    try:
        return numba.njit(forceinline=into_callers, **SETTINGS)(counted_from_the_front(function))
    finally:
        settings.CACHE_DIR = before


class _FromTheFront(ast.NodeTransformer):
    """Turn `w[index]` into `w[unsigned(index)]` where w is a flat array and the index no number."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Rewrite one place, and those within its index."""
        self.generic_visit(node)
        flat = isinstance(node.value, ast.Name) and node.value.id in FLAT
        if flat and not isinstance(node.slice, ast.Slice | ast.Tuple | ast.Constant):
            name = ast.copy_location(ast.Name("unsigned", ast.Load()), node)
            node.slice = ast.copy_location(ast.Call(name, [node.slice], []), node)
        return node


@cache
def _definitions(path: str) -> dict[tuple[str, int], ast.FunctionDef]:
    """Return the top functions of a file by name and first line, decorators included."""
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {(f.name, min([f.lineno, *(d.lineno for d in f.decorator_list)])): f for f in found}


def counted_from_the_front(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a kernel whose flat arrays are not asked from their end.

    With an index of either sign numba looks at every access whether it counts from the end; that
    is a sixth to a third of the time of a run. File, name and lines stay those of the source.
    """
    code = function.__code__
    definition = _definitions(code.co_filename)[function.__name__, code.co_firstlineno]
    definition.decorator_list = []
    tree = ast.Module([_FromTheFront().visit(definition)], [])
    names: dict[str, Any] = {}
    function.__globals__.setdefault("unsigned", np.uintp)
    exec(compile(tree, code.co_filename, "exec"), function.__globals__, names)  # noqa: S102
    out = names[definition.name]
    out.__qualname__, out.__module__ = function.__qualname__, function.__module__
    return out
