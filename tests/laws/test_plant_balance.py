"""Streams, chains and the balance of material: nothing is lost that is not accounted for."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ionwright import cell
from ionwright.errors import InputError
from ionwright.plant.balance import CELL, MATERIAL, Yields, balance
from ionwright.plant.chain import chain_of, check
from ionwright.plant.streams import NAMES, Streams, streams_of

DESIGNS = [n for n in cell.names() if cell.load(n).stores]


@dataclass(frozen=True)
class Step:
    """A step as the chain sees it."""

    id: str
    takes: tuple[str, ...]
    makes: str = ""


LIQUID = (
    Step("mix +", ("positive/active", "positive/additive"), "slurry +"),
    Step("coat +", ("slurry +", "positive/foil"), "web +"),
    Step("mix -", ("negative/active", "negative/additive"), "slurry -"),
    Step("coat -", ("slurry -", "negative/foil"), "web -"),
    Step("stack", ("web +", "web -", "separator/scaffold"), "stack"),
    Step("dry room", ()),
    Step(
        "fill",
        ("stack", "package", "positive/electrolyte", "negative/electrolyte",
         "separator/electrolyte"),
        "filled",
    ),
    Step("form", ("filled",), "cell"),
)  # fmt: skip


def liquid() -> Streams:
    return streams_of(cell.specify(cell.load("liquid-nmc811-graphite")))


@pytest.mark.parametrize("name", DESIGNS)
def test_streams_add_up_to_the_cell(name):
    spec = cell.specify(cell.load(name))
    found = streams_of(spec)
    assert found.mass == pytest.approx(spec.package.mass, rel=1e-12, abs=0)
    assert {s.name for s in found.streams} <= set(NAMES)
    assert found.web("positive") == pytest.approx(spec.package.faces, rel=1e-12, abs=0)
    assert all(s.mass > 0.0 for s in found.streams)


def test_parts_keep_apart_what_the_bill_adds_up():
    found = [s for s in liquid().streams if s.item == "LiPF6-carbonate"]
    assert [s.name for s in found] == [
        "positive/electrolyte",
        "separator/electrolyte",
        "negative/electrolyte",
    ]


def flows(yields: Yields, draws: int):
    found = liquid()
    chain = chain_of(LIQUID, found, "test")
    number = np.full(draws, 1e6)
    good = number[:, None] * np.array([s.mass for s in found.streams])
    return balance(good, number, chain.passes, chain.path, yields), good, found


def random_yields(draws: int, seed: int) -> Yields:
    rng = np.random.default_rng(seed)
    steps, streams = len(LIQUID), len(liquid().streams)
    return Yields(
        material=rng.uniform(0.5, 1.0, (draws, steps, streams)),
        web=rng.uniform(0.5, 1.0, (draws, steps)),
        cell=rng.uniform(0.5, 1.0, (draws, steps)),
        start_up=rng.uniform(0.0, 0.5, (draws, steps)),
    )


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_flows_close_in_every_draw(seed):
    found, good, _ = flows(random_yields(4, seed), 4)
    assert found.unbalanced() < 1e-12
    lost = found.lost.sum(axis=(1, 3))
    np.testing.assert_allclose(found.bought, good + lost, rtol=1e-12, atol=0.0)
    assert np.all(found.lost >= 0.0)


def test_without_losses_what_is_bought_is_in_the_cells():
    yields = random_yields(2, 1)
    one = Yields(*(np.ones_like(a) for a in (yields.material, yields.web, yields.cell)),
                 start_up=np.zeros_like(yields.start_up))  # fmt: skip
    found, good, _ = flows(one, 2)
    np.testing.assert_allclose(found.bought, good, rtol=1e-15, atol=0.0)
    np.testing.assert_allclose(found.cells, 1e6, rtol=1e-15, atol=0.0)


def test_a_loss_is_found_where_and_as_what_it_is_made():
    yields = random_yields(1, 1)
    plain = Yields(*(np.ones_like(a) for a in (yields.material, yields.web, yields.cell)),
                   start_up=np.zeros_like(yields.start_up))  # fmt: skip
    worse = plain.cell.copy()
    worse[:, 7] = 0.9
    found, good, _ = flows(replace(plain, cell=worse), 1)
    np.testing.assert_allclose(found.bought, good / 0.9, rtol=1e-14, atol=0.0)
    assert found.lost[..., CELL].sum() == pytest.approx(good.sum() / 9.0, rel=1e-12, abs=0)
    assert found.lost[:, :7].sum() == 0.0
    assert found.cells[0, 0] == pytest.approx(1e6 / 0.9, rel=1e-14, abs=0)
    thrown = plain.material.copy()
    thrown[:, 1, :] = 0.8
    found, good, cell_streams = flows(replace(plain, material=thrown), 1)
    touched = [s.name in ("positive/active", "positive/additive", "positive/foil")
               for s in cell_streams.streams]  # fmt: skip
    ratio = np.where(touched, 1.25, 1.0)
    np.testing.assert_allclose(found.bought[0], good[0] * ratio, rtol=1e-14, atol=0.0)
    assert found.lost[..., MATERIAL].sum() == pytest.approx(found.lost.sum(), rel=1e-14, abs=0)
    np.testing.assert_allclose(found.cells, 1e6, rtol=1e-15, atol=0.0)


def test_chunks_of_draws_give_the_same_bits():
    yields = random_yields(6, 3)
    whole, _, _ = flows(yields, 6)
    part = Yields(yields.material[2:3], yields.web[2:3], yields.cell[2:3], yields.start_up[2:3])
    alone, _, _ = flows(part, 1)
    assert np.array_equal(whole.enter[2:3], alone.enter)
    assert np.array_equal(whole.web[2:3], alone.web)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ((1, Step("coat +", ("slury +", "positive/foil"), "web +")), "slurry +"),
        ((3, Step("coat -", ("slurry +", "negative/foil"), "web -")), "both take"),
        ((3, Step("coat -", ("slurry -", "negative/foil"), "web +")), "there already"),
        ((7, Step("form", (), "cell")), "taken by nobody"),
        ((7, Step("form", ("filled",), "pack")), "taken by nobody"),
    ],
)
def test_a_chain_that_does_not_hang_together_is_refused(change, words):
    steps = list(LIQUID)
    steps[change[0]] = change[1]
    with pytest.raises(InputError, match="step") as fault:
        check(steps, "a route")
    assert words in str(fault.value)


def test_a_route_takes_everything_that_the_cell_is_made_of():
    found = streams_of(cell.specify(cell.load("sulfide-nmc811-lithium")))
    with pytest.raises(InputError, match="everything") as fault:
        chain_of(LIQUID, found, "a route")
    assert "lithium" in str(fault.value)
