"""Commands are tested with kernels that are there: the notice of compiling is tested by itself."""

import pytest

from ionwright import cell


@pytest.fixture(scope="session", autouse=True)
def compiled_kernels():
    cell.solve(cell.load("comsol-graphite-lco"), "Rest for 1 s")
