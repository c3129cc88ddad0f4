"""What the data must hold at least: 17 electrolytes, 13 active materials, parts of a cell."""

import pytest

from ionwright import data

ELECTROLYTES = (
    "Li6PS5Cl Li5.5PS4.5Cl1.5 Li6PS5Br LGPS LSiPSCl LPS Li7P3S11 LLZO-Ta LATP LAGP LiPON Li3InCl6"
    " Li3YCl6 Li3YBr6 Li2ZrCl6 PEO-LiTFSI PVDF-HFP-gel"
).split()
ACTIVE = ("NMC811 NMC83 NMC622 NMC532 NMC111 LCO LFP LMO LNMO sulfur Li2S silicon graphite").split()
METALS = ["lithium", "LiIn"]


@pytest.mark.parametrize("item", ELECTROLYTES)
@pytest.mark.parametrize(
    "quantity",
    [
        "ionic_conductivity",
        "density",
        "electronic_conductivity",
        "window_low",
        "window_high",
        "youngs_modulus",
        "transference_number",
    ],
)
def test_electrolytes(item, quantity):
    assert data.default(item, quantity).value.low <= data.default(item, quantity).value.high


@pytest.mark.parametrize("item", ELECTROLYTES)
def test_conductivity_says_its_circumstances(item):
    rows = data.find(item, "ionic_conductivity")
    assert any(r.condition("T") for r in rows)
    assert data.find(item, "activation_energy") or data.find(item, "activation_energy_sigma_T")
    if item not in ("PEO-LiTFSI", "PVDF-HFP-gel"):
        keys = {k for r in rows for k, _ in r.conditions}
        assert keys & {"relative_density", "pressed", "form", "annealed"}


@pytest.mark.parametrize("item", ACTIVE)
@pytest.mark.parametrize("quantity", ["density", "volume_change", "specific_capacity"])
def test_active_materials(item, quantity):
    assert data.default(item, quantity)


@pytest.mark.parametrize("item", [i for i in ACTIVE if i not in ("sulfur", "Li2S", "LMO")])
def test_insertion_hosts_have_a_curve_a_diffusivity_and_kinetics(item):
    assert data.default(item, "diffusivity")
    assert data.default(item, "maximum_concentration")
    assert data.find(item, "exchange_current_density")
    assert [c for c in data.curves() if c.item == item and c.quantity == "ocp"]
    assert data.find(item, "youngs_modulus")


@pytest.mark.parametrize("item", METALS)
def test_metals(item):
    for quantity in ("density", "molar_volume", "potential", "youngs_modulus"):
        assert data.default(item, quantity)


@pytest.mark.parametrize(
    "item", [i.id for i in data.items().values() if i.kind in ("foil", "binder", "additive")]
)
def test_parts_have_a_density(item):
    assert data.default(item, "density").value.value > 500.0


@pytest.mark.parametrize("item", ["NMC111", "NMC532"])
def test_electronic_conductivity_of_nmc_is_a_function_of_lithium(item):
    (curve,) = [
        c for c in data.curves() if (c.item, c.quantity) == (item, "electronic_conductivity")
    ]
    assert max(curve.y) / min(curve.y) > 1e3
