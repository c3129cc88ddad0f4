"""Protocols: objects, text to objects and back, and what is told about wrong text."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support import ROOT, load_script

from ionwright.cell import protocol as p
from ionwright.errors import InputError

BAD = load_script(ROOT / "show" / "bad_protocols.py")
HOUR = 3600.0


def one(text):
    (step,) = p.parse(text).parts
    return step


# PyBaMM 26.10, pybamm/experiment/step: its own list of examples, and its documentation
PYBAMM = {
    "Discharge at 1C for 0.5 hours": p.Step(p.CRate(1.0), 0.5 * HOUR),
    "Discharge at C/20 for 0.5 hours": p.Step(p.CRate(1 / 20), 0.5 * HOUR),
    "Charge at 0.5 C for 45 minutes": p.Step(p.CRate(-0.5), 2700.0),
    "Discharge at 1 A for 0.5 hours": p.Step(p.Current(1.0), 0.5 * HOUR),
    "Charge at 200 mA for 45 minutes": p.Step(p.Current(-0.2), 2700.0),
    "Discharge at 1W for 0.5 hours": p.Step(p.Power(1.0), 0.5 * HOUR),
    "Charge at 200mW for 45 minutes": p.Step(p.Power(-0.2), 2700.0),
    "Rest for 10 minutes": p.Step(p.Rest(), 600.0),
    "Hold at 1V for 20 seconds": p.Step(p.Voltage(1.0), 20.0),
    "Charge at 1 C until 4.1V": p.Step(p.CRate(-1.0), limits=(p.VoltageAbove(4.1),)),
    "Hold at 4.1 V until 50mA": p.Step(p.Voltage(4.1), limits=(p.CurrentBelow(p.Current(0.05)),)),
    "Hold at 3V until C/50": p.Step(p.Voltage(3.0), limits=(p.CurrentBelow(p.CRate(0.02)),)),
    "Discharge at C/3 for 2 hours or until 2.5 V": p.Step(
        p.CRate(1 / 3), 2 * HOUR, (p.VoltageBelow(2.5),)
    ),
    "Discharge at C/10 for 10 hours or until 3.3 V": p.Step(
        p.CRate(0.1), 10 * HOUR, (p.VoltageBelow(3.3),)
    ),
    "Charge at 1 A until 4.1 V": p.Step(p.Current(-1.0), limits=(p.VoltageAbove(4.1),)),
    "Discharge at 5 W for 0.5 hours": p.Step(p.Power(5.0), 0.5 * HOUR),
    "Hold at 1V for 20 seconds (5 minute period)": p.Step(p.Voltage(1.0), 20.0, period=300.0),
    "Charge at 2 Ohm for 30 min": p.Step(p.Resistance(-2.0), 1800.0),
    "Discharge at 1.5 mOhm for 3 hr": p.Step(p.Resistance(0.0015), 3 * HOUR),
    "Discharge at 200 mC for 5 m": p.Step(p.CRate(0.2), 300.0),
    "Rest for 1 hour or until > 3.5 V": p.Step(p.Rest(), HOUR, (p.VoltageAbove(3.5),)),
    "Discharge at 1 W until > 2 A": p.Step(p.Power(1.0), limits=(p.CurrentAbove(p.Current(2.0)),)),
}
OURS = {
    "DISCHARGE AT 1c UNTIL 2.5 v": p.Step(p.CRate(1.0), limits=(p.VoltageBelow(2.5),)),
    "Discharge at 1C until 2.5 V or 30 min": p.Step(p.CRate(1.0), 1800.0, (p.VoltageBelow(2.5),)),
    "Discharge at 1C for 1 hour or until 2.5 V or 0.5 mAh/cm2 passed or until 20% soc": p.Step(
        p.CRate(1.0),
        HOUR,
        (p.VoltageBelow(2.5), p.ArealChargeLimit(18e3), p.SocBelow(0.2)),
    ),
    "Charge at 2 mA/cm2 until 0.9 soc": p.Step(p.CurrentDensity(-20.0), limits=(p.SocAbove(0.9),)),
    "Discharge at 1 mA/cm^2 until -0.5 V": p.Step(
        p.CurrentDensity(10.0), limits=(p.VoltageBelow(-0.5),)
    ),
    "Discharge at 2 kW until 2 Ah": p.Step(p.Power(2000.0), limits=(p.ChargeLimit(7200.0),)),
    "Rest at 45 degC for 1 d under 5 MPa every 10 s": p.Step(
        p.Rest(), 86400.0, (), 318.15, 5e6, 10.0
    ),
    "Discharge at C / 2.5 at 60 oC until 2.5 V at 2 bar": p.Step(
        p.CRate(1 / 2.5), None, (p.VoltageBelow(2.5),), 333.15, 2e5
    ),
    "Ramp from 1C to 2C over 10 min": p.Step(p.Ramp(p.CRate(1.0), p.CRate(2.0)), 600.0),
    "Ramp current from 0.1 to 5 mA/cm2 over 10 h until -1 V": p.Step(
        p.Ramp(p.CurrentDensity(1.0), p.CurrentDensity(50.0)),
        10 * HOUR,
        (p.VoltageBelow(-1.0),),
    ),
    "Ramp voltage from 3 V to 4200 mV over 1 h until 1C": p.Step(
        p.Ramp(p.Voltage(3.0), p.Voltage(4.2)), HOUR, (p.CurrentBelow(p.CRate(1.0)),)
    ),
    "Run 0 A at 0 s, 2 A at 1 min, -1 A at 0.5 h until below 3 V": p.Step(
        p.Profile(p.Current, [0.0, 60.0, 1800.0], [0.0, 2.0, -1.0]),
        limits=(p.VoltageBelow(3.0),),
    ),
}


@pytest.mark.parametrize("text", [*PYBAMM, *OURS])
def test_text_is_read_as_it_is_meant(text):
    assert one(text) == {**PYBAMM, **OURS}[text]


@pytest.mark.parametrize("text", [*PYBAMM, *OURS])
def test_case_of_keywords_does_not_matter(text):
    words = {"discharge", "charge", "hold", "rest", "ramp", "run", "at", "for", "until", "or"}
    upper = " ".join(w.upper() if w.lower() in words else w for w in text.split())
    assert one(upper) == one(text)


def test_cycles_are_nested():
    rest, charge = p.Step(p.Rest(), HOUR), p.Step(p.CRate(-1.0), HOUR)
    body = p.Cycle((charge, rest), 3)
    for text in (
        "3 times: [Charge at 1C for 1 h; Rest for 1 h]",
        "Repeat 3 times: Charge at 1C for 1 h; Rest for 1 h",
        "3x: (Charge at 1C for 1 h\n\n Rest for 1 h;)",
    ):
        assert p.parse(text) == p.Protocol((body,))
    text = "2 times: [3 times: [Charge at 1C for 1 h; Rest for 1 h]]\nRest for 1 h"
    assert p.parse(text) == p.Protocol((p.Cycle((body,), 2), rest))
    assert p.parse(text).count == 13


def test_repeat_without_brackets_ends_with_its_line():
    parts = p.parse("repeat 2 times: rest for 1 s; rest for 2 s\nrest for 3 s").parts
    assert [str(part) for part in parts] == [
        "2 times: [Rest for 1 s; Rest for 2 s]",
        "Rest for 3 s",
    ]


def test_lists_are_read_as_pybamm_reads_them():
    got = p.parse([("Charge at 1C for 1 h", "Rest for 1 h"), "Rest for 2 h"] * 2)
    rest, charge = p.Step(p.Rest(), HOUR), p.Step(p.CRate(-1.0), HOUR)
    assert got.parts == (p.Cycle((charge, rest)), p.Step(p.Rest(), 2 * HOUR)) * 2
    assert p.parse([charge, p.Cycle((rest,))]).parts == (charge, p.Cycle((rest,)))
    assert p.parse(got) is got
    assert p.parse(str(got)) == got


def test_steps_carry_the_number_of_their_cycle():
    protocol = p.parse("rest for 1 s; 2 times: [rest for 2 s; 2 times: rest for 3 s]")
    got = [(cycle, step.duration) for cycle, step in protocol.steps()]
    assert got == [(0, 1.0), (1, 2.0), (1, 3.0), (1, 3.0), (2, 2.0), (2, 3.0), (2, 3.0)]
    assert protocol.count == len(got)


def test_direction():
    assert one("Discharge at 1 W for 1 h").direction == 1
    assert one("Charge at 1 ohm for 1 h").direction == -1
    assert one("Hold at 4 V for 1 h").direction == 0
    assert one("Rest for 1 h").direction == 0
    assert one("Ramp from 0C to -1C over 1 h").direction == -1
    assert one("Ramp from 1C to -1C over 1 h").direction == 0
    assert one("Run 0 A at 0 s, 2 A at 1 s").direction == 1


def test_csv_is_read_in_si(tmp_path):
    path = tmp_path / "my drive.csv"
    path.write_text("\ufeffTime [min], Current density [mA/cm2]\n0,1\n0.5,-2\n\n1,0\n", "utf-8")
    want = p.Profile(p.CurrentDensity, [0.0, 30.0, 60.0], [10.0, -20.0, 0.0])
    for text in (path, [path], f'Run "{path}"'):
        step = one(text)
        assert step.control == want
        assert hash(step.control) == hash(want)
        assert p.parse(str(step)).parts == (step,)
    np.testing.assert_allclose(step.control.value, [10.0, -20.0, 0.0], rtol=1e-15)
    assert not step.control.value.flags.writeable


def test_bare_name_of_a_csv_is_a_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "drive.csv").write_text("time [h],c-rate [C]\n0,1\n1,2\n", "utf-8")
    want = p.Profile(p.CRate, [0.0, HOUR], [1.0, 2.0])
    assert one("drive.csv").control == want
    assert one("run drive.csv for 30 min").duration == 1800.0
    for text in ("drive.csv", "Run drive.csv", "Run 'drive.csv'"):
        with pytest.raises(InputError, match="another machine"):
            p.parse(text, files=False)


# ---- what is told


@pytest.mark.parametrize("name", [*BAD.PROTOCOLS, *(f"file: {name}" for name in BAD.FILES)])
def test_wrong_protocol_is_told(name, tmp_path):
    text, said = BAD.cases(tmp_path)[name]
    told = BAD.told(text)
    assert said in told
    lines = told.split("\n")
    assert len(lines) == 4
    assert lines[0].startswith("step ")
    assert lines[0].endswith(":")
    assert lines[2].strip("^ ") == ""
    assert "^" in lines[2]
    assert told[-1] in ".?"
    assert len(told) < 900


def test_there_are_many_wrong_protocols(tmp_path):
    assert len(BAD.cases(tmp_path)) >= 60


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Discharge at 1D until 2.5 V", "1D"),
        ("Rest for 1 h\n  Charge at 20 mAcm2 until 4.2 V", "20 mAcm2"),
        ("3 times: [Rest for 1 h; Hold at 1C for 1 h]", "1C"),
        ("Discharge at 1C until 2.5 V or 3 Vs or 4 V", "3 Vs"),
        ("\tRest for\t-5 minutes", "-5 minutes"),
        ("Charge at 1C until 4 V; Hold at 4 V until 4.1 V", "4.1 V"),
        ("x" * 300 + "; Rest", "x" * 300),
    ],
)
def test_carets_stand_under_the_wrong_word(text, word):
    shown, carets = BAD.told(text).split("\n")[1:3]
    first = carets.index("^")
    assert shown[first:].startswith(word[: carets.count("^")].replace("\t", " "))
    assert carets.count("^") == min(len(word), 88)


def test_number_of_the_step_counts_through_lists():
    steps = ["Rest for 1 h; Rest for 2 h", ("Rest for 1 h", "Rest at 1C")]
    with pytest.raises(InputError, match="^step 4:\n"):
        p.parse(steps)


def test_parts_of_the_message_are_kept():
    with pytest.raises(InputError) as caught:
        p.parse("Rest for 5 hurs")
    parts = caught.value.as_dict()
    assert parts["seen"] == "'5 hurs'"
    assert parts["do"] == "Did you mean 'hours'?"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: p.Step(1.0, 1.0), "control"),
        (lambda: p.Step(p.CRate(math.nan), 1.0), "finite"),
        (lambda: p.Step(p.CRate("1C"), 1.0), "number in SI"),
        (lambda: p.Step(p.CRate(10**400), 1.0), "finite"),
        (lambda: p.Step(p.CRate(True), 1.0), "number in SI"),
        (lambda: p.Step(p.Rest()), "end: something must end"),
        (lambda: p.Step(p.Rest(), -1.0), "duration: a duration must be above 0"),
        (lambda: p.Step(p.Rest(), 1.0, (2.5,)), "limits.0: a limit must be"),
        (lambda: p.Step(p.Rest(), 1.0, temperature=25.0), "temperature: the temperature"),
        (lambda: p.Step(p.Resistance(0.0), 1.0), "must not be 0"),
        (lambda: p.CurrentBelow(p.Power(1.0)), "must be a Current"),
        (lambda: p.ChargeLimit(0.0), "above 0"),
        (lambda: p.Cycle(()), "must have a step"),
        (lambda: p.Cycle(("Rest",)), "must be steps"),
        (lambda: p.Cycle((p.Step(p.Rest(), 1.0),), 1.5), "whole number"),
        (lambda: p.Ramp(p.CRate(1.0), p.Power(1.0)), "of one kind"),
        (lambda: p.Profile(p.Resistance, [0, 1], [1, 2]), "known kind"),
        (lambda: p.Profile(p.Current, [0, 1], ["a", 2]), "must be numbers"),
        (lambda: p.Profile(p.Current, [0, 1, 2], [1, 2]), "at least 2 points"),
        (lambda: p.parse(None), "must be text"),
        (lambda: p.parse([]), "must have a step"),
    ],
)
def test_wrong_objects_are_told(make, said):
    with pytest.raises(InputError, match=said):
        make()


def test_list_that_holds_itself_is_told():
    steps = ["Rest for 1 h"]
    steps.append(steps)
    with pytest.raises(InputError, match="deeper"):
        p.parse(steps)


# ---- there and back

# numbers as people write them, and any others
NUMBERS = st.one_of(
    st.integers(1, 1000).map(float),
    st.integers(1, 60).map(lambda n: 1.0 / n),
    st.decimals("0.001", "500", places=3).map(float),
    st.floats(1e-300, 1e300),
)
SIGNED = st.builds(math.copysign, st.one_of(NUMBERS, st.just(0.0)), st.sampled_from([-1.0, 1.0]))
CURRENTS = st.sampled_from([p.Current, p.CRate, p.CurrentDensity])
FREE = st.sampled_from([p.Current, p.CRate, p.CurrentDensity, p.Power, p.Voltage])
SOCS = st.integers(0, 1000).map(lambda n: n / 1000) | st.floats(0.0, 1.0)
SPANS = st.integers(1, 10**6).map(float) | st.floats(1e-6, 1e9)


@st.composite
def profiles(draw):
    kind = draw(FREE)
    steps = draw(st.lists(st.floats(1e-3, 1e4), min_size=1, max_size=4))
    values = draw(st.lists(SIGNED, min_size=len(steps) + 1, max_size=len(steps) + 1))
    return p.Profile(kind, [0.0, *np.cumsum(steps)], values)


CONTROLS = st.one_of(
    st.just(p.Rest()),
    st.builds(lambda kind, value: kind(value), FREE, SIGNED),
    st.builds(p.Resistance, NUMBERS),
    st.builds(lambda kind, a, b: p.Ramp(kind(a), kind(b)), FREE, SIGNED, SIGNED),
    profiles(),
)
LIMITS = st.one_of(
    st.builds(p.VoltageBelow, SIGNED),
    st.builds(p.VoltageAbove, SIGNED),
    st.builds(p.SocBelow, SOCS),
    st.builds(p.SocAbove, SOCS),
    st.builds(lambda make, kind, v: make(kind(v)), st.just(p.CurrentBelow), CURRENTS, NUMBERS),
    st.builds(lambda make, kind, v: make(kind(v)), st.just(p.CurrentAbove), CURRENTS, NUMBERS),
    st.builds(p.ChargeLimit, NUMBERS),
    st.builds(p.ArealChargeLimit, NUMBERS),
)


@st.composite
def steps(draw):
    """Any step; parts that contradict the control are left out."""
    control = draw(CONTROLS)
    duration = draw(SPANS)
    if isinstance(control, p.Profile):
        duration = draw(st.none() | st.floats(1e-3, control.duration))
    limits = ()
    for limit in draw(st.lists(LIMITS, max_size=3)):
        try:
            limits = p.Step(control, duration, (*limits, limit)).limits
        except InputError:
            continue
    if limits and not isinstance(control, p.Ramp) and draw(st.booleans()):
        duration = None
    return p.Step(
        control,
        duration,
        limits,
        draw(st.none() | st.floats(151.0, 599.0)),
        draw(st.none() | st.floats(0.0, 5e9)),
        draw(st.none() | SPANS),
    )


PARTS = st.recursive(
    steps(),
    lambda inner: st.builds(
        lambda parts, times: p.Cycle(tuple(parts), times),
        st.lists(inner, min_size=1, max_size=3),
        st.integers(1, 100),
    ),
    max_leaves=4,
)


@given(steps())
def test_step_survives_its_text(step):
    text = str(step)
    assert one(text) == step
    assert str(one(text)) == text


@given(st.lists(PARTS, min_size=1, max_size=3))
def test_protocol_survives_its_text(parts):
    protocol = p.Protocol(tuple(parts))
    assert p.parse(str(protocol)) == protocol
    assert hash(p.parse(str(protocol))) == hash(protocol)


def read_or_told(text):
    """Return whether a text is read, or told with carets; anything else is raised."""
    try:
        return p.parse(text, files=False).count > 0
    except InputError as fault:
        return "^" in str(fault) or text.lower().endswith(".csv")


WORDS = st.sampled_from(
    "discharge charge hold rest ramp run repeat at for until or under every over to from times "
    "soc passed period 1C C/3 C/ C 2.5 V 2,5 1e9999 -3 mA/cm2 / 25 degC MPa h minutes % ; \n "
    "[ ] ( ) : , < > \" ' ' x.csv 3x 9999999999999 Ω ² \u0660 \x00 \r".split(" ")
)


@given(st.lists(WORDS, max_size=25).map(" ".join))
@example("[" * 5000)
@example("2 times: " * 5000)
@example("(" * 19 + "rest for 1 s")
@example("repeat " + "9" * 5000 + " times: rest for 1 s")
@example("charge at C/1e-320 for 1 h")
@example("rest for 1e308 h")
@example("charge at " + "1" * 5000 + " A for 1 h")
@example("rest for 1 h at 1e300 degC")
@example("\u0663 times: rest for 1 h")
def test_no_mixture_of_words_breaks_the_reader(text):
    assert read_or_told(text)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    assert read_or_told(text)


@given(st.sampled_from([*PYBAMM, *OURS]), st.data())
def test_no_slip_of_the_pen_breaks_the_reader(text, data):
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 3))
    text = text[:at] + data.draw(st.text(max_size=2)) + text[at + cut :]
    assert read_or_told(text)
