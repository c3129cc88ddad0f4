"""The layout of the flat arrays: what a constant is called, and what stands there, are one."""

import numpy as np
import pytest

from ionwright import cell
from ionwright.cell._kernels import arrays
from ionwright.cell.lower import lower
from ionwright.cell.memory import memory
from ionwright.cell.mesh import Mesh
from ionwright.cell.parts import parts_of

LISTS = {
    "I_": (arrays.INTS, arrays.I_LAW_OF_CELL),
    "F_": ((*arrays.FLOATS, *arrays.DERIVED), arrays.F_H),
    "S_": (tuple(arrays.SLOW), arrays.S_CONTACT),
    "W_": (tuple(arrays.WORK), arrays.W_X),
}


@pytest.mark.parametrize("prefix", LISTS)
def test_constants_stand_in_the_order_of_the_names(prefix):
    names, first = LISTS[prefix]
    found = [getattr(arrays, prefix + name.upper()) for name in names]
    assert found == list(range(first, first + len(names)))


def test_every_offset_has_a_name():
    offsets = [first + place for names, first in LISTS.values() for place in range(len(names))]
    assert offsets == list(range(arrays.HEAD, arrays.END))
    behind = len(arrays.INTS) + len(LISTS["F_"][0])
    assert [*arrays.SLOW.values(), *arrays.WORK.values()] == offsets[behind:]


@pytest.mark.parametrize("name", ["sulfide-nmc811-lithium", "liquid-nmc811-graphite"])
def test_named_and_flat_arrays_hold_the_same(name):
    design = cell.load(name)
    m = lower(parts_of(design), design.cell.operation.temperature, Mesh())
    mem = memory(m)
    for prefix, flat in (("I_", mem.k), ("F_", mem.f)):
        for array in arrays.INTS if prefix == "I_" else arrays.FLOATS:
            given = np.ravel(getattr(m, array))
            begin = mem.k[getattr(arrays, prefix + array.upper())]
            if array in ("at", "salt_at"):
                given = np.where(given >= 0, given + mem.k[arrays.F_TABLE], -1)
            np.testing.assert_array_equal(flat[begin : begin + len(given)], given)


def test_slow_and_work_are_as_long_as_their_parts():
    design = cell.load("liquid-nmc811-graphite")
    m = lower(parts_of(design), design.cell.operation.temperature, Mesh())
    mem, work = memory(m), arrays.work_lengths(m)
    assert set(arrays.WORK) == set(work)
    ends = [mem.k[at] + work[name] for name, at in arrays.WORK.items()]
    begins = [mem.k[at] for at in arrays.WORK.values()]
    assert begins[1:] == ends[:-1]
    assert ends[-1] + 6 == len(mem.w)  # six for the steps of a batch
    assert list(arrays.slow_lengths(m)) == list(arrays.SLOW)
    assert sum(arrays.slow_lengths(m).values()) == len(mem.slow)
