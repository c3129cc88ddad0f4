"""The same kernels compile for CUDA, one cell a thread; no GPU is needed for that."""

import types as python_types

import pytest


@pytest.fixture
def cuda(monkeypatch):
    """The CUDA target, told of a device that is not there."""
    pytest.importorskip("numba_cuda", reason="needs numba-cuda: pip install ionwright[gpu]")
    import numba.cuda.dispatcher as dispatcher
    from numba import cuda

    class Device:
        compute_capability = (8, 0)

    monkeypatch.setattr(dispatcher, "get_current_device", lambda: Device, raising=False)
    return cuda


def for_device(cuda, kernel, made):
    """Return a kernel and all that it calls as functions of the device."""
    from numba.core.registry import CPUDispatcher

    if kernel not in made:
        source = kernel.py_func
        names = dict(source.__globals__)
        for name in source.__code__.co_names:
            if isinstance(names.get(name), CPUDispatcher):
                names[name] = for_device(cuda, names[name], made)
        copy = python_types.FunctionType(source.__code__, names, source.__name__)
        made[kernel] = cuda.jit(device=True)(copy)
    return made[kernel]


def test_a_segment_compiles_for_a_gpu_thread(cuda):
    from numba import types
    from numba.cuda.compiler import compile_cuda

    from ionwright.cell._kernels.run import segment

    made = {}
    run = for_device(cuda, segment, made)

    def one(k, f, slow, s, w, drive, limits, steps, out):
        code, rows = run(k, f, slow, s, w, drive, limits, steps, out)
        steps[5] = code + rows

    numbers, rows = types.Array(types.float64, 1, "C"), types.Array(types.float64, 2, "C")
    counts = types.Array(types.int64, 1, "C")
    arguments = (counts, *[numbers] * 7, rows)
    found = compile_cuda(one, types.void, arguments, cc=(8, 0))
    assert len(made) > 30  # everything that a run calls
    assert found.signature.args == arguments
