"""Many cells of one layout, one after the other, each from the same state."""

from ionwright.cell._kernels.arrays import GIVEN, O_L
from ionwright.cell._kernels.resolution import resolution
from ionwright.cell._kernels.run import (
    CHARGE,
    FULL,
    HIGH_VOLTAGE,
    LOW_VOLTAGE,
    NO_START,
    PASSED_BEFORE,
    STUCK,
    TIME,
    segment,
)  # fmt: skip
from ionwright.numerics.jit import kernel

HARD = (
    FULL, NO_START, STUCK, PASSED_BEFORE + LOW_VOLTAGE, PASSED_BEFORE + HIGH_VOLTAGE,
    PASSED_BEFORE + CHARGE,
)  # fmt: skip
"""Codes that end a run."""


@kernel
def many(
    k, f, slow, s, w, fresh, where, values, drives, limits, spans, out, codes, counts, ends, held
):  # fmt: skip
    """Run cells through a list of segments.

    Parameters
    ----------
    k, f, slow, s, w
        One cell's arrays; f, s and w are overwritten.
    fresh : [length of s]
        State that every cell starts from.
    where : int [columns]; values : [cells, columns]
        Places in f, and what stands there in each cell.
    drives : [cells, segments, 3]; limits : [cells, segments, 6]; spans : [segments, 3]
        As `run.segment` takes them; duration, longest step over that of 1C, tolerance.
    out : [cells, rows, ...]; codes, counts : int [cells]; ends : int [cells, segments]
        Rows of every cell, how it ended, how many rows there are, and after each segment.
    held : [cells, 2]
        What `resolution` finds, the largest of all segments.
    """
    steps = w[w.shape[0] - 6 :]  # six numbers that nothing else uses
    for cell in range(values.shape[0]):
        for c in range(where.shape[0]):
            f[where[c]] = values[cell, c]
        for i in range(s.shape[0]):
            s[i] = fresh[i]
        used, code, t = 0, 0, 0.0
        held[cell, 0], held[cell, 1] = 0.0, 0.0
        for number in range(spans.shape[0]):
            steps[0], steps[1], steps[2] = spans[number, 0], 0.0, spans[number, 1]
            steps[3], steps[4], steps[5] = spans[number, 2], t, 0.0
            limits[cell, number, 5] = s[k[O_L] + GIVEN]
            code, rows = segment(
                k, f, slow, s, w, drives[cell, number], limits[cell, number], steps,
                out[cell, used:],
            )  # fmt: skip
            bent, missed = resolution(k, f, w, out[cell, used : used + rows])
            held[cell, 0], held[cell, 1] = max(held[cell, 0], bent), max(held[cell, 1], missed)
            used += rows
            ends[cell, number] = used
            if rows > 0:
                t = out[cell, used - 1, 0]
            if code in HARD:
                break
            code = TIME
        codes[cell], counts[cell] = code, used
