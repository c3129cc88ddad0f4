"""How much charge moves, before and after formation, and at what mean voltage.

First charge: the positive gives Q_ch = Q_p/CE_p. The negative keeps L_n of it for good (solid
electrolyte interphase, trapped or dead lithium); the positive takes back no more than Q_p. So
a cell cycles Q = min(Q_ch - L_p, Q_ch - L_n + Q_Li, Q_n) with L_p = Q_ch - Q_p and Q_Li the
lithium metal as built: the larger of the two losses counts, not their sum. A negative that is
too small ends the first charge early, at Q_n + L_n.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ionwright import ion
from ionwright.cell.design import Design
from ionwright.cell.electrode import BareCollector, Composite, Electrode, Metal, Reference
from ionwright.cell.materials import Population
from ionwright.cell.stack import ACTIVE, Coating, lithium_per_charge
from ionwright.ion.ocp import BranchedOcp


@dataclass(frozen=True, slots=True)
class Balance:
    """Areal capacities [C/m2] and voltages [V] of a cell.

    Parameters
    ----------
    positive, negative : float
        Reversible capacity of each electrode by itself; infinite for lithium metal, a bare
        collector and a reference.
    first_charge : float
        What leaves the positive on the first charge; 0 for a planar positive.
    positive_loss, negative_loss : float
        What each electrode does not give back in the first cycle.
    capacity : float
        Reversible capacity of the cell after formation; 0 for a planar positive, which has
        none: nothing that divides by it has a meaning then, ask `Design.stores` first.
    inventory : float
        Lithium metal as built on the negative; 0 for a host or a bare collector, infinite for
        a reference.
    average_voltage : float
        Mean voltage of a slow discharge; of a planar positive its rest voltage.
    open_circuit : float
        Open-circuit voltage half-way through that discharge; of a planar positive its rest
        voltage.
    limiting : str
        "positive", "negative" or "lithium lost in formation"; "" for a planar positive.
    rated : bool
        True where the average voltage is a measured one from the file.
    positive_inventory : float
        Lithium metal as built on a planar positive; 0 for a composite or a bare collector,
        infinite for a reference.
    """

    positive: float
    negative: float
    first_charge: float
    positive_loss: float
    negative_loss: float
    capacity: float
    inventory: float
    average_voltage: float
    open_circuit: float
    limiting: str
    rated: bool
    positive_inventory: float = 0.0

    @property
    def n_to_p(self) -> float:
        """Negative over positive reversible capacity, as assembled [1].

        Lithium metal counts with its inventory, an anode-free cell is 0, a reference infinite.
        """
        if np.isfinite(self.negative):
            return self.negative / self.positive
        return self.inventory / self.positive

    @property
    def n_to_p_formed(self) -> float:
        """The same over the capacity of the cell after formation [1]."""
        if np.isfinite(self.negative):
            return self.negative / self.capacity
        return (self.inventory + self.first_charge - self.negative_loss) / self.capacity

    @property
    def lithium_excess(self) -> float:
        """Lithium metal left in the discharged cell after formation, over its capacity [1]."""
        left = self.inventory + self.first_charge - self.negative_loss - self.capacity
        return left / self.capacity

    @property
    def first_cycle_efficiency(self) -> float:
        """Charge of the first discharge over that of the first charge [1]."""
        return self.capacity / self.first_charge


def amount(coating: Coating, hosts: list[Population]) -> float:
    """Return the reversible capacity of a composite electrode [C/m2]."""
    masses = [p.mass for p in coating.portions if p.role == ACTIVE]
    return sum(m * h.capacity for m, h in zip(masses, hosts, strict=True))


def balance(
    design: Design,
    positive: tuple[Coating, list[Population]],
    negative: tuple[Coating | None, list[Population]],
    inventory: float,
) -> Balance:
    """Return the charge balance of a design.

    Parameters
    ----------
    design : Design
    positive, negative : (Coating, list of Population)
        Electrodes as made; the negative's coating is None for a bare collector.
    inventory : float
        Lithium metal as built [C/m2].
    """
    electrode = design.cell.negative
    Q_p = amount(*positive)
    Q_ch = Q_p / design.positive.first_cycle_efficiency
    L_p = Q_ch - Q_p
    if isinstance(electrode, Composite) and negative[0] is not None:
        Q_n = amount(negative[0], negative[1])
        L_n = Q_n * (1.0 / electrode.first_cycle_efficiency - 1.0)
        Q_ch = min(Q_ch, Q_n + L_n)
    else:
        Q_n = np.inf
        plating = electrode.first_cycle_efficiency if isinstance(electrode, BareCollector) else 1.0
        L_n = (1.0 - plating) * Q_ch
    ends = {
        "positive": Q_ch - L_p,
        "negative": Q_n,
        "lithium lost in formation": Q_ch - L_n + inventory,
    }
    limiting = min(ends, key=lambda name: ends[name])  # the first where several are equal
    Q = ends[limiting]
    unused = Q_p + L_p - Q_ch  # what a charge cut short by the negative leaves in the positive
    if unused > 1e-12 * Q_p:
        limiting = "negative"
    held = min(Q_ch - L_n + inventory, Q_n)
    mean, middle = _voltages(design, positive, negative, (Q, held, unused))
    rated = design.cell.rating.average_voltage
    return Balance(
        positive=Q_p,
        negative=Q_n,
        first_charge=Q_ch,
        positive_loss=L_p,
        negative_loss=L_n,
        capacity=Q,
        inventory=inventory,
        average_voltage=mean if rated is None else rated,
        open_circuit=middle,
        limiting=limiting,
        rated=rated is not None,
    )


def rest_balance(design: Design) -> Balance:
    """Return the balance of two planar electrodes: rest voltage [V] and lithium [C/m2].

    Neither electrode has a capacity between voltage limits, so that of the cell is 0: what may
    move is the lithium of the one that is stripped.
    """
    cell = design.cell
    rest = planar_potential(cell.positive) - planar_potential(cell.negative)
    return Balance(
        positive=np.inf,
        negative=np.inf,
        first_charge=0.0,
        positive_loss=0.0,
        negative_loss=0.0,
        capacity=0.0,
        inventory=lithium_inventory(cell.negative),
        average_voltage=rest,
        open_circuit=rest,
        limiting="",
        rated=False,
        positive_inventory=lithium_inventory(cell.positive),
    )


def planar_potential(electrode: Electrode) -> float:
    """Return the potential of a planar electrode against lithium [V]; 0 for lithium itself."""
    if isinstance(electrode, Reference):
        return ion.reference_potential(electrode.material)[0].potential
    return 0.0


def _voltages(
    design: Design,
    positive: tuple[Coating, list[Population]],
    negative: tuple[Coating | None, list[Population]],
    charges: tuple[float, float, float],
) -> tuple[float, float]:
    """Return mean and half-way voltage of a slow discharge [V].

    `charges` are what moves, what the negative holds when full, and what a charge cut short
    leaves in the positive [C/m2].
    """
    Q, held, unused = charges
    q = np.linspace(0.0, Q, 401)
    U_p = potential(*positive, unused + q, lithiation=True)
    if isinstance(design.cell.negative, Composite) and negative[0] is not None:
        full = amount(negative[0], negative[1])
        U_n = potential(negative[0], negative[1], full - held + q, lithiation=False)
    else:
        U_n = np.full_like(q, planar_potential(design.cell.negative))
    V = U_p - U_n
    return float(np.trapezoid(V, q) / Q), float(V[len(q) // 2])


def potential(
    coating: Coating, hosts: list[Population], q: np.ndarray, lithiation: bool
) -> np.ndarray:
    """Return the rest potential of an electrode over the charge that has passed [V].

    Parameters
    ----------
    coating, hosts
        The electrode; several populations share one potential.
    q : array
        Charge since the cell was full (for the positive) or since the host was full (for the
        negative) on discharge [C/m2].
    lithiation : bool
        True where lithium goes in (positive on discharge), False where it comes out.
    """
    if len(hosts) == 1:
        return np.asarray(_branch(hosts[0], lithiation)(_alone(coating, hosts[0], q)))
    U, total = _shared(coating, hosts, lithiation)
    return np.interp(q, total, U)


def stoichiometries(
    coating: Coating, hosts: list[Population], q: float, lithiation: bool
) -> list[float]:
    """Return the stoichiometry of each population [1] after charge `q` [C/m2].

    The arguments are those of `potential`.
    """
    if len(hosts) == 1:
        return [float(_alone(coating, hosts[0], q))]
    U = float(potential(coating, hosts, np.array([q]), lithiation)[0])
    out = []
    for h in hosts:
        x, curve = _samples(h, lithiation)
        out.append(float(np.interp(U, curve[::-1], x[::-1])))
    return out


def _alone(coating: Coating, host: Population, q: np.ndarray | float) -> np.ndarray | float:
    mass = next(p.mass for p in coating.portions if p.role == ACTIVE)
    share = q / (mass * host.capacity)
    return host.x_charged + share * (host.x_discharged - host.x_charged)


def _shared(
    coating: Coating, hosts: list[Population], lithiation: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return the common potential and the charge of all hosts at it, by rising charge."""
    masses = [p.mass for p in coating.portions if p.role == ACTIVE]
    sampled = [_samples(h, lithiation) for h in hosts]
    ends = [float(U[i]) for _, U in sampled for i in (0, -1)]
    U = np.linspace(min(ends), max(ends), 4001)
    total = np.zeros_like(U)
    for m, h, (x, curve) in zip(masses, hosts, sampled, strict=True):
        at = np.interp(U, curve[::-1], x[::-1])
        total += m * h.capacity * (at - h.x_charged) / (h.x_discharged - h.x_charged)
    order = np.argsort(total, kind="stable")
    return U[order], total[order]


def _samples(host: Population, lithiation: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the branch of a host over its window, finely sampled."""
    x = np.linspace(min(_window(host)), max(_window(host)), 2001)
    return x, np.asarray(_branch(host, lithiation)(x))


def half_charge(
    design: Design,
    b: Balance,
    positive: tuple[Coating, list[Population]],
    negative: tuple[Coating | None, list[Population]],
) -> tuple[list[float], list[float]]:
    """Return the stoichiometries [1] of all populations half-way through a slow discharge."""
    unused = b.positive + b.positive_loss - b.first_charge
    p = stoichiometries(*positive, unused + 0.5 * b.capacity, lithiation=True)
    if negative[0] is None or not negative[1]:
        return p, []
    held = min(b.first_charge - b.negative_loss + b.inventory, b.negative)
    q = b.negative - held + 0.5 * b.capacity
    return p, stoichiometries(negative[0], negative[1], q, lithiation=False)


def _window(h: Population) -> tuple[float, float]:
    return h.x_charged, h.x_discharged


def _branch(host: Population, lithiation: bool) -> ion.Ocp:
    ocp = host.material.ocp
    if isinstance(ocp, BranchedOcp):
        return ocp.lithiation if lithiation else ocp.delithiation
    return ocp


def lithium_inventory(electrode: Electrode) -> float:
    """Return the charge of an electrode's metal as built [C/m2]; no limit for a reference."""
    if isinstance(electrode, Reference):
        return np.inf
    if not isinstance(electrode, Metal):
        return 0.0
    return electrode.thickness / lithium_per_charge()[0]
