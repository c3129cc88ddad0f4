"""Counter-based numbers: the words of Philox, known by seed, name and draw alone."""

import hashlib

import numpy as np
import pytest
from scipy import stats

from ionwright.numerics.sampling import generator, normal_share, normals, uniforms, word
from ionwright.numerics.triangle import triangles
from ionwright.plant.line.streams import Use, stream

MASK = 2**64 - 1


def philox(counter, key):
    """Philox4x64-10 as the paper writes it."""
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2E7470EE14C6C93 * c[0], 0xCA5A826395121157 * c[2]
        c = [(b >> 64) ^ c[1] ^ k[0], b & MASK, (a >> 64) ^ c[3] ^ k[1], a & MASK]
        k = [(k[0] + 0x9E3779B97F4A7C15) & MASK, (k[1] + 0xBB67AE8584CAA73B) & MASK]
    return c


def test_the_reference_gives_the_known_answers():
    """Of the authors' library Random123, file kat_vectors."""
    assert philox([0] * 4, [0] * 2) == [
        0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B,
    ]  # fmt: skip


@pytest.mark.parametrize(("seed", "draw"), [(0, 0), (1, 5), (2**64 - 1, 2**40)])
def test_words_are_those_of_philox(seed, draw):
    word = int.from_bytes(hashlib.blake2b(b"drying", digest_size=8).digest(), "little")
    expected = [(w >> 12) * 2.0**-52 + 2.0**-53 for w in philox([draw + 1, 0, 0, 0], [seed, word])]
    assert uniforms(seed, "drying", draw, draw + 1)[0].tolist() == expected


@pytest.mark.parametrize("make", [uniforms, normals])
@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 8, 64, 333])
def test_any_cut_gives_the_same_bits(make, chunk):
    whole = make(3, "coating", 0, 1000)
    parts = [make(3, "coating", i, min(i + chunk, 1000)) for i in range(0, 1000, chunk)]
    assert (np.concatenate(parts) == whole).all()


def test_uniforms_are_uniform_and_independent():
    n = 20_000
    columns = np.hstack([uniforms(seed, name, 0, n) for seed in (1, 2) for name in ("a", "b")])
    assert 0.0 < columns.min()
    assert columns.max() < 1.0
    for column in columns.T:
        assert stats.kstest(column, "uniform").pvalue > 1e-4
    other = np.corrcoef(columns.T)[np.triu_indices(16, 1)]
    assert np.abs(other).max() < 4.5 / np.sqrt(n)
    following = np.corrcoef(columns[:-1].T, columns[1:].T)[:16, 16:]
    assert np.abs(following).max() < 4.5 / np.sqrt(n)


def test_normals_are_normal():
    z = normals(1, "a", 0, 50_000)
    assert stats.kstest(z, "norm").pvalue > 1e-3
    assert stats.kstest(normal_share(z), "uniform").pvalue > 1e-3


def test_the_normal_share_keeps_its_digits_in_both_tails():
    z = np.array([[-8.5, -3.0, 0.0], [0.5, 3.0, 8.5]])
    np.testing.assert_allclose(normal_share(z), stats.norm.cdf(z), rtol=1e-13, atol=0.0)


def test_a_stream_of_a_draw_is_its_own():
    def first(*which):
        return generator(*which).random(4).tolist()

    streams = [first(1, "a", 0), first(2, "a", 0), first(1, "b", 0), first(1, "a", 1)]
    streams += uniforms(1, "a", 0, 3).tolist()
    assert first(1, "a", 0) == streams[0]
    assert len({tuple(s) for s in streams}) == len(streams)


def test_a_number_stays_what_it_is():
    """Frozen: published results are drawn from these."""
    assert uniforms(1, "a", 7, 8)[0, 0] == 0.5188649582682788
    np.testing.assert_allclose(normals(1, "a", 7, 8), 0.7897248478178502, rtol=1e-14, atol=0.0)


def test_triangles_of_a_closed_form():
    """Symmetric: width = (high - low)/(1 - 2 sqrt(tail/2)); at an end the mode is the 5 % point."""
    low, mode, high = np.array([[1.0, 2.0, 4.0], [2.0, 2.0, 4.0], [3.0, 5.0, 4.0]])
    law = triangles(low, mode, high)
    width = 2.0 / (1.0 - 2.0 * np.sqrt(0.025))
    np.testing.assert_allclose(law.start[0], 2.0 - width / 2.0, rtol=1e-14, atol=0.0)
    np.testing.assert_allclose(law.end[0], 2.0 + width / 2.0, rtol=1e-14, atol=0.0)
    rise, fall = law.mode[1] - law.start[1], law.end[1] - law.mode[1]
    np.testing.assert_allclose(rise / (rise + fall), 0.05, rtol=1e-13, atol=0.0)
    assert law.start[2] == law.mode[2] == law.end[2] == 4.0
    assert law.quantile(np.array([0.3] * 3))[2] == 4.0


def test_names_become_the_same_words_in_keys_and_in_counters():
    """Frozen words: nobody's draws, of plants or of lines, may change by a bit."""
    assert word("drying") == int.from_bytes(
        hashlib.blake2b(b"drying", digest_size=8).digest(), "little"
    )
    assert [x.hex() for x in uniforms(7, "drying", 3, 4)[0].tolist()] == [
        "0x1.335fb04d512f5p-1", "0x1.94c372ac93445p-1", "0x1.9fbae8d5c723bp-1",
        "0x1.b0d99d6ac7c04p-3",
    ]  # fmt: skip
    assert generator(7, "drying", 3).bit_generator.random_raw(2).tolist() == [
        14840570579159787459, 13096769498153567865,
    ]  # fmt: skip
    assert stream(7, 2, "coat", 1, Use.DOWN).bit_generator.random_raw(3).tolist() == [
        10917138512598778870, 14784621469738216228, 8898726001329579843,
    ]  # fmt: skip
    assert stream(7, 2, "coat", 1, Use.WORK).bit_generator.random_raw(1)[0] == 18370513181687671650
    found = stream(7, 2, "coat", 1, Use.UP).bit_generator.random_raw(4).tolist()
    at = [1, int(Use.UP), 1, word("coat")]  # numpy steps its counter before the first word
    assert found == philox(at, [7, 2])
