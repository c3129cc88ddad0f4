"""A plant, its place, its prices and what its figures stand on."""

from dataclasses import replace

import pytest

from ionwright import cell, data, plant
from ionwright.data import money
from ionwright.errors import InputError
from ionwright.plant import basis, evidence, prices
from ionwright.plant.place import place
from ionwright.plant.settings import Money, load_settings
from ionwright.plant.streams import streams_of

TODAY = Money(currency="USD", year=2025, case="today")


def test_figures_of_two_bases_are_not_compared():
    a = plant.load("liquid").basis("mixed")
    basis.same(a, replace(a))
    for name, value in (("currency", "EUR"), ("year", 2022), ("level", "pack"), ("kind", "price"),
                        ("market", "spot"), ("carbon", "life cycle")):  # fmt: skip
        with pytest.raises(InputError, match=f"their {name} differs"):
            basis.same(a, replace(a, **{name: value}))
    with pytest.raises(InputError, match="their year differs"):  # the first of two
        basis.same(a, replace(a, year=2022, kind="price"))
    with pytest.raises(InputError, match="level of a basis"):
        replace(a, level="cells")
    design = cell.load("liquid-nmc811-graphite")
    one, other = (
        plant.solve_many(plant.load("liquid", case=c), design, 3) for c in ("today", "at-scale")
    )
    with pytest.raises(InputError, match="their case differs"):
        plant.cheaper(one, other)
    assert plant.cheaper(one, one).cheaper is None


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: plant.load("liquit"), "Did you mean 'liquid'"),
        (lambda: plant.load("liquid", region="chonqing"), "Did you mean 'chongqing'"),
        (lambda: plant.load("liquid", case="tomorrow"), "price case"),
        (lambda: plant.load("liquid", "10 GWh"), "GWh"),
        (lambda: plant.load("liquid", 0.0), "above zero"),
        (lambda: plant.load("liquid", region="united-states"), "electricity_price"),
        (lambda: plant.load("liquid", settings="none"), "does not exist"),
        (lambda: plant.solve(plant.load("sulfide-wet"), cell.load("polymer-lfp-lithium")),
         "sulfide-wet"),
    ],
)  # fmt: skip
def test_bad_input_gets_one_clear_sentence(call, said):
    with pytest.raises(InputError, match=said):
        call()


def test_a_place_is_in_the_money_of_the_plant_and_marks_stand_ins():
    found = place("chongqing", TODAY)
    wage = found.factors["wage"]
    assert wage.typical == pytest.approx(
        money.convert(32.9, currency="CNY", year=2024, to_year=2025), rel=1e-12, abs=0
    )
    assert found.factors["electricity"].stand_in == "china"
    assert found.factors["tax"].stand_in == ""
    assert found.factors["tax"].typical == 0.15
    assert found.factors["carbon"].typical == pytest.approx(0.5227, rel=1e-12, abs=0)
    assert "employer load" not in place("germany", TODAY).factors
    assert place("hungary", TODAY).missing == ("land", "carbon")
    notes = plant.solve(plant.load("liquid"), cell.load("liquid-nmc811-graphite")).notes
    stand_ins = [n for n in notes if "is that of china" in n]
    assert {n.split()[0] for n in stand_ins} >= {"electricity", "construction"}
    small = plant.load("liquid", "1 GWh/yr")
    notes = plant.solve(small, cell.load("liquid-nmc811-graphite")).notes
    assert any("1 GWh/yr is outside" in n for n in notes)


def of(design: str, case: str = "today", rows: tuple[str, ...] = ("F-0",)):
    spec = cell.specify(cell.load(design))
    streams = streams_of(spec)
    found = prices.prices_of(spec, streams, rows, TODAY.model_copy(update={"case": case}))
    return {s.name + " " + s.item: (s, p) for s, p in zip(streams.streams, found, strict=True)}


def test_foil_is_priced_by_its_thickness_and_film_by_its_area():
    found = of("liquid-nmc811-graphite")
    _, copper = found["negative/foil copper"]
    assert copper.typical == 12.0  # the row of 8 um is the nearest to 12 um
    stream, film = found["separator/scaffold polyolefin"]
    assert film.typical * stream.mass == pytest.approx(0.098 * stream.web, rel=1e-12, abs=0)
    stream, can = found["package housing-aluminium"]
    one = money.inflate(2.5, 2022, 2025)
    assert can.typical * stream.mass == pytest.approx(one, rel=1e-12, abs=0)


def test_lithium_is_priced_as_it_is_bought():
    def lithium(**how):
        return of("sulfide-nmc811-lithium", **how)["lithium lithium"]

    assert lithium()[1].typical == 900.0
    assert lithium(rows=("F-3",))[1].typical == 73.0
    stream, price = lithium(case="at-scale")
    assert price.typical * stream.mass == pytest.approx(1.7 * stream.web, rel=1e-12, abs=0)
    assert of("polymer-lfp-lithium")["lithium lithium"][1].typical == 400.0  # no copper foil


def test_assumed_prices_are_listed():
    found = [p for _, p in of("sulfide-nmc811-lithium").values()]
    names = {p.name for p in prices.assumed(found)}
    assert "price Li6PS5Cl" in names
    assert "price NMC811" not in names
    assert prices.market(found) == "mixed"


def test_settings_hold_every_number_of_finance():
    found = load_settings()
    assert found.finance.equipment_years == 10
    assert found.finance.building_years == 20
    assert found.overhead.on_labour == pytest.approx(0.75, rel=1e-14, abs=0)
    assert found.operation.hours == pytest.approx(1920.0, rel=1e-14, abs=0)


def test_a_solvent_without_a_quotation_is_counted_and_told():
    found = plant.solve(plant.load("sulfide-wet"), cell.load("sulfide-nmc811-lithium"))
    assumed = evidence.assumed_inputs(found.low)
    assert {"price ester-solvent", "solvent recovered A1-8"} <= assumed
    assert any("ester-solvent 4 (2 to 8) USD/kg" in note for note in found.notes)
    assert assumed <= {x.name for x in found.low.inputs}
    liquid = plant.solve(plant.load("liquid"), cell.load("liquid-nmc811-graphite"))
    assert not {"price NMP", "solvent recovered E6"} & evidence.assumed_inputs(liquid.low)


def test_public_names_are_things_and_never_the_modules_that_hold_them():
    """A module of the same name would take a function's place once it is imported."""
    import importlib
    import inspect
    import pkgutil

    for found in pkgutil.iter_modules(plant.__path__):
        importlib.import_module(f"ionwright.plant.{found.name}")
    for name in plant.__all__:
        assert not inspect.ismodule(getattr(plant, name)), name
    made = plant.to_line(plant.load("oxide"), cell.load("oxide-nmc811-lithium"))
    assert type(made.line) is plant.line.Line


def test_inputs_that_no_source_gives_are_counted_with_the_air_of_a_room_that_differs():
    design = cell.load("sulfide-nmc811-lithium")
    at = plant.load("sulfide-wet")
    assumed, every = plant.solve(at, design).assumed_inputs
    drier = plant.solve(at.under({"A1-21.dew_point": "-60 degC"}), design)
    more, all_ = drier.assumed_inputs
    assert all_ - every == 15  # the fields of the air, and the power of capital
    rows = [r for r in data.table("plant/dryroom") if r.kind == "assumed"]
    assert more - assumed == len(rows) - 1  # the dew point of ProZell's room is none of them
    assert 0.0 < drier.at_assumed_prices < 1.0
