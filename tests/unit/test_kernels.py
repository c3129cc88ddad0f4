"""The numerical parts that kernels are made of, each against what it approximates."""

import subprocess
import sys

import numpy as np
import pytest
from scipy.special import eval_jacobi

from ionwright.cell import curves, fields
from ionwright.ion.ocp import TableOcp
from ionwright.numerics import jit, table
from ionwright.numerics.radial import sphere_modes
from ionwright.numerics.table import Table


def test_the_mean_is_a_mode_of_its_own():
    eigen, surface = sphere_modes(8)
    assert eigen[0] == 0.0
    assert surface[0] == pytest.approx(np.sqrt(3.0), rel=1e-12, abs=0)


def test_slow_modes_are_those_of_the_sphere():
    """tan(b) = b, l = b^2: the exact eigenvalues, which Galerkin meets from above."""
    eigen, _ = sphere_modes(12)
    exact = np.array([4.493409457909064, 7.725251836937707, 10.904121659428899]) ** 2
    np.testing.assert_allclose(eigen[1:4], exact, rtol=1e-6, atol=0.0)
    assert np.all(eigen[1:4] >= exact * (1.0 - 1e-12))


@pytest.mark.parametrize("m", [2, 4, 8, 12, 80])
def test_a_steady_flux_gives_the_parabola(m):
    """Surface below mean by j R/(5 D) once transients are over; m = 2 holds r^2 exactly."""
    eigen, surface = sphere_modes(m)
    assert np.sum(surface[1:] ** 2 / eigen[1:]) == pytest.approx(0.2, rel=1e-10, abs=0)


def test_stiffness_at_the_surface_is_that_of_the_volume():
    """The integral by Gauss-Legendre, its modes by their own eigenproblem."""
    m = 12
    points, weights = np.polynomial.legendre.leggauss(2 * m)
    x, k = 0.5 * (points + 1.0), np.arange(m)[:, None]
    scale, y = np.sqrt(4.0 * k + 3.0), 2.0 * x**2 - 1.0
    slopes = scale * 4.0 * x * 0.5 * (k + 1.5) * eval_jacobi(k - 1, 1.0, 1.5, y)
    slopes[0] = 0.0
    values = scale * eval_jacobi(k, 0.0, 0.5, y)
    w = 0.5 * weights * x**2
    np.testing.assert_allclose(values @ (w[:, None] * values.T), np.eye(m), rtol=0.0, atol=1e-12)
    found = np.linalg.eigvalsh(slopes @ (w[:, None] * slopes.T))
    eigen, _ = sphere_modes(m)
    np.testing.assert_allclose(eigen[1:], found[1:], rtol=1e-11, atol=0.0)


class Sine:
    def __call__(self, x):
        return np.sin(x)

    def slope(self, x):
        return np.cos(x)

    def curvature(self, x):
        return -np.sin(x)


def test_a_table_converges_with_sixth_order():
    errors = [table.sample(Sine(), 0.0, 3.0, n).error for n in (8, 16, 32)]
    order = np.log2(np.array(errors[:-1]) / errors[1:])
    np.testing.assert_allclose(order, 6.0, atol=0.2, rtol=0.0)


def test_look_up_gives_value_slope_and_curvature_and_goes_on_straight():
    t = table.sample(Sine(), 0.0, 3.0, 256)
    c = np.concatenate([np.zeros(18), t.coefficients.ravel()])
    for x in (0.0, 0.123, 1.5, 3.0):
        y, s, b = table.look_twice(c, 18, *table.find(x, t.low, t.width, 256))
        assert y == pytest.approx(np.sin(x), rel=1e-10, abs=1e-12)
        assert s == pytest.approx(np.cos(x), rel=1e-8, abs=0)
        assert b == pytest.approx(-np.sin(x), rel=1e-6, abs=1e-6)
    y, s = table.look_up(c, 18, *table.find(3.5, t.low, t.width, 256))
    assert y == pytest.approx(np.sin(3.0) + 0.5 * np.cos(3.0), rel=1e-10, abs=0)
    assert s == pytest.approx(np.cos(3.0), rel=1e-8, abs=0)


def test_both_grids_find_the_same_piece():
    for x in (-0.1, 0.0, 0.37, 0.999999, 1.0, 1.2):
        one, two = table.find(x, 0.0, 1.0 / 64, 64), table.find_share(x, 64, 1.0 / 64)
        assert one[0] == two[0]
        np.testing.assert_allclose(one[1:], two[1:], rtol=0.0, atol=1e-15)


def test_every_edit_of_a_kernel_starts_a_new_cache(tmp_path):
    sources = jit.kernel_sources()
    assert {"salt.py", "step.py", "table.py"} <= {path.name for path in sources}
    copies = []
    for i, path in enumerate(sources):
        folder = tmp_path / str(i)
        folder.mkdir()
        (folder / path.name).write_bytes(path.read_bytes())
        copies.append(folder / path.name)
    before = jit.digest(copies)
    assert before == jit.digest(sources)
    seen = {before}
    for path in copies:
        path.write_text(path.read_text() + "#\n")
        seen.add(jit.digest(copies))
    assert len(seen) == len(copies) + 1
    assert jit.cache_folder().name == f"kernels-{before}"


def test_an_edit_in_a_called_kernel_is_seen(tmp_path):
    """Two runs of one program whose called file changes in between: the second must see it."""
    package = tmp_path / "ionwright"
    (package / "numerics").mkdir(parents=True)
    (package / "numerics" / "jit.py").write_bytes(
        (jit.PACKAGE / "numerics" / "jit.py").read_bytes()
    )
    (package / "__init__.py").touch()
    (package / "numerics" / "__init__.py").touch()
    head = "from ionwright.numerics.jit import kernel\n"
    (package / "numerics" / "outer.py").write_text(
        head
        + "from ionwright.numerics.inner import inner\n"
        + "@kernel\ndef outer(x):\n    return inner(x) + 1.0\n"
    )
    env = {
        "PYTHONPATH": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",  # bytecode sees no edit within a second
    }
    seen = []
    for factor in (2.0, 3.0, 3.0):
        (package / "numerics" / "inner.py").write_text(
            head + f"@kernel\ndef inner(x):\n    return {factor} * x\n"
        )
        code = "from ionwright.numerics.outer import outer; print(outer(5.0))"
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        seen.append(float(done.stdout))
    assert seen == [11.0, 16.0, 16.0]
    folders = list((tmp_path / "cache" / "ionwright").iterdir())
    assert len(folders) == 2


def test_a_wall_stands_only_beyond_what_was_measured():
    ocp = TableOcp((0.2, 0.5, 0.998), (4.2, 3.9, 3.0))
    walled = curves.Walled(ocp, 1024)
    x = np.linspace(0.01, 0.998, 9)
    np.testing.assert_allclose(walled(x), ocp(x), rtol=1e-15, atol=0.0)
    assert float(walled(np.array(1.0)) - ocp(np.array(1.0))) == pytest.approx(
        -5.0, rel=1e-12, abs=0
    )
    assert float(walled(np.array(0.0)) - ocp(np.array(0.0))) == pytest.approx(5.0, rel=1e-12, abs=0)


def test_the_slopes_of_a_wall_are_its_slopes():
    walled = curves.Walled(TableOcp((0.2, 0.5, 0.9), (4.2, 3.9, 3.0)), 1024)
    x, d = np.array([0.001, 0.002, 0.4, 0.996, 0.999]), 1e-6
    slope = (walled(x + d) - walled(x - d)) / (2.0 * d)
    np.testing.assert_allclose(walled.slope(x), slope, rtol=1e-5, atol=0.0)
    bend = (walled.slope(x + d) - walled.slope(x - d)) / (2.0 * d)
    np.testing.assert_allclose(walled.curvature(x), bend, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("end", [0.9, 0.9951, 0.998, 0.99994])
def test_a_potential_falls_to_its_end_wherever_it_was_measured_to(end):
    """Begun within a piece, a wall lifts the table before it: 0.27 V for graphite."""
    ocp = TableOcp((1.0 - end, 0.5, end), (0.2, 0.1, 0.05))
    t = curves.potential(ocp, 1024)
    assert isinstance(t, Table)
    x = np.linspace(0.0, 1.0, 20001)
    assert (np.diff(fields.table(t.coefficients.ravel(), 0, x, 1024, 1.0)) < 0.0).all()
    assert t.error < 1e-4


def test_a_cache_that_cannot_be_written_is_replaced(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    folder = jit.cache_folder.__wrapped__()
    assert blocked not in folder.parents
    assert folder.name == jit.cache_folder().name
