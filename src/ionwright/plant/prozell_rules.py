"""What only the code of the reference plant states: each rule once, as a number or a function.

The rules were read in ironheade/prozell-app-open, snapshot b4a5a48, folder api; none of its lines
was taken over. Some are choices, some are slips: each says which, and why it stands here.
"""

from __future__ import annotations

from dataclasses import dataclass

DAYS = 360
HOURS = DAYS * 24.0
"""Hours of a year that every machine runs [h/yr] (rule 1)."""

MIXERS_BOUGHT_SPARE = 0.0
DOSERS_SPARE = 0.0
"""Over-capacity that is paid for, mixers and dosers [1] (rule 2)."""

MIXER_CHANGEOVER = 0.0
"""Between two batches [min]; the data base has 100 (rule 5)."""

SHIFT_HOURS = 8.0
"""Of a shift in which a post-dryer passes its area of web [h] (rule 6)."""

LIFE_TEST_HOURS = 365 * 24.0
"""Hours of a year in which samples are cycled [h/yr], not those of the plant (rule 9)."""

LOGISTICS_PRICE = 0.0
"""Of the machines for handling and shipping that is counted [EUR] (rule 11)."""

DIGITS = 2
"""After the point, of what the cell hands to the plant (rule 5)."""


def shown(value: float) -> float:
    """Return a number of the cell as the plant receives it (rule 5)."""
    return round(value, DIGITS)


def wound_length(lanes: float, cells_per_metre: float) -> float:
    """Return the length that a winder is said to wind for a cell [m] (rule 7).

    Lanes times cells a metre has the unit 1/m; the anode of the cell is 4.2 m long.
    """
    return lanes * cells_per_metre


def formation_energy(first_charge: float, cycle: float, recovered: float) -> float:
    """Return the energy of forming a cell over its nominal energy [1] (rule 9).

    Two full charges, one of them with the loss of the first cycle, a half charge at the end, and
    two discharges of which `recovered` [1] comes back.
    """
    charges = 1.0 / (first_charge * cycle) + 1.0 / cycle + 0.5 / cycle
    return charges - 2.0 * recovered


def life_test_channels(
    three_months: float, six_months: float, to_the_end: float, cycles: float, rate: float
) -> float:
    """Return the places taken by samples in life tests [1] (rule 9).

    Samples of each of three shifts a day stay 90 days, 180 days, or for `cycles` of 2 / `rate`
    hours [1/h].
    """
    days = (3 * 30, 6 * 30, cycles * 2.0 / rate / 24.0)
    samples = (three_months, six_months, to_the_end)
    return sum(3.0 * n * d for n, d in zip(samples, days, strict=True))


def tester_rate(seconds: float) -> float:
    """Return the cells a minute of a tester (rule 18): its seconds a cell, read as a rate."""
    return seconds


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the reference code.

    Parameters
    ----------
    says : str
        What the code does.
    reason : str
        Why, as far as it can be told, or what it amounts to.
    at : str
        Module and name of what carries it here, or "row ITEM QUANTITY" of the table where only
        the number stands here and nothing computes with it.
    """

    says: str
    reason: str
    at: str


RULES = (
    Rule(
        "A year has 360 days of 24 hours.",
        "Written into the code; the row of operating days is not read, and says the same.",
        "prozell_rules.HOURS",
    ),
    Rule(
        "Energy and crews count the machines that run, floor and price those after 25 % spare; "
        "only mixers and dosers are paid for without spare, and dosers have none at all.",
        "Spare machines stand still. For mixers the price is taken from the count before.",
        "prozell_rules.MIXERS_BOUGHT_SPARE",
    ),
    Rule(
        "Counts are rounded up twice: running machines, then with spare.",
        "A line needs whole machines before it needs whole spare ones.",
        "steps.Machine",
    ),
    Rule(
        "A step that loses the start of a coil divides every stream by one less the mean of "
        "both foils' losses: 300 m of 2,000 m at coating, 20 m at winding.",
        "Cell equivalents are one number, so both electrodes share one loss.",
        "counted.kept",
    ),
    Rule(
        "Mixers are counted by 300 min a batch without the changeover of 100 min, and by litres "
        "from mass, density and solids rounded to two digits; so are masses and prices.",
        "The cell's report is rounded for the screen and then used.",
        "prozell_rules.shown",
    ),
    Rule(
        "A web machine loses its changeover once a coil; a post-dryer's area a shift becomes a "
        "speed by the width of the foil and 8 h.",
        "The source of post-dryers states area, the code needs metres.",
        "steps.Web",
    ),
    Rule(
        "A winder winds lanes x cells a metre for each cell, 8.6 where the anode is 4.2 m long, "
        "and loses 0.016 min a roll.",
        "A slip of units: the length is lanes over cells a metre. Kept in both readings.",
        "prozell_rules.wound_length",
    ),
    Rule(
        "Fillers work five heads side by side; towers hold 800 cells for 8 h (formation) or 24 h "
        "(wetting), racks 2,000 for 14 d; samples in life tests take towers of their own.",
        "Positions in use = flow x time; the towers for tests are added before the spare ones.",
        "steps.Residence",
    ),
    Rule(
        "Formation takes the energy of two and a half charges less 80 % of two discharges, and "
        "life tests cycle all samples for 365 d; wetting and ageing take none.",
        "The data base has no power for formation and zero for the other two.",
        "prozell_rules.formation_energy",
    ),
    Rule(
        "A material is bought at the step where it enters: coatings at mixing, foils at coating, "
        "separator at winding, can at insertion, electrolyte at filling.",
        "Losses of the steps before cannot hold it.",
        "counted.bought",
    ),
    Rule(
        "Solvents and their loss, logistics (36.3 MEUR) and the store of material cost nothing; "
        "foil costs its price a square metre times its whole width of 0.91 m.",
        "Solvent recovery is part of the cathode coater. Edges are paid for.",
        "prozell_rules.LOGISTICS_PRICE",
    ),
    Rule(
        "Floor of both electrodes' coaters counts the machines of the anode.",
        "A slip without effect where both counts are equal, as at 1 and 10 GWh/yr.",
        "prozell_reading.AsCoded.coater_floors",
    ),
    Rule(
        "Three floors are divided by 100 less the per cent, the kWh of dry room and laboratory "
        "are added as EUR, and media take 65 kWh/m2 a year from a row in W/m2.",
        "Slips of units; the correct form of the first stands in a comment of the code.",
        "prozell_reading.AsCoded.rest",
    ),
    Rule(
        "Overhead is indirect staff, media and maintenance; cost of floor, interest and economic "
        "depreciation are computed and not used.",
        "Buildings enter by their depreciation only.",
        "prozell_cost.overhead",
    ),
    Rule(
        "Indirect staff: a tenth of all posts each for managers and for cleaning, all hours of "
        "the year; launch is a share of one year, spread over 50 years.",
        "The life of the building is taken for the plant.",
        "prozell_cost.annual",
    ),
    Rule(
        "Scrap is credited only in a second set of results.",
        "The figures compared here are those without credit.",
        "row prozell-plant recovered_share",
    ),
    Rule(
        "Tax of 30 % stands in a field named turnover tax.",
        "The source cited is on the tax on profit; only the levelised cost uses it.",
        "row prozell-plant tax_rate",
    ),
    Rule(
        "A tester's cycle of 6 s a cell is used as 6 cells a minute.",
        "A slip of units found here: its own note says 10 cells a minute. Kept in both readings.",
        "prozell_rules.tester_rate",
    ),
)
"""Every such rule that was found, numbered from 1."""
