"""Laws of the network: the tests that hold them, by name and outcome."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LAWS = Path(__file__).parents[1] / "tests" / "laws"
FILES = ("test_network_*.py", "test_location_*.py")


def main() -> int:
    """Run them; each test is a line."""
    files = sorted(str(f) for pattern in FILES for f in LAWS.glob(pattern))
    return subprocess.run([sys.executable, "-m", "pytest", "-v", "--no-header", *files]).returncode


if __name__ == "__main__":
    raise SystemExit(main())
