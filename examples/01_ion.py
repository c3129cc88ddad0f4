"""How much of its conductivity does an electrolyte keep inside a cathode?"""

import os

import numpy as np

from ionwright import plot
from ionwright.ion.composite import fit_percolation, samples
from ionwright.ion.transport import Bruggeman

# measured: NMC83 | Li6PS5Cl composites, direct-current polarisation (Ketter 2025)
measured = [s for s in samples("ketter2025", "ionic_conductivity", "DC") if not s.label]
eps = [s.eps_electrolyte for s in measured]
sigma = [s.sigma for s in measured]

# two laws: Bruggeman from the pure pellet, and a percolation law fitted to the composites
pure = sigma[0] / Bruggeman()(eps[0])
dense, law = fit_percolation(eps, sigma)

x = np.linspace(0.14, 0.9, 200)
figure = plot.composites(
    {"measured (Ketter 2025)": (eps, sigma)},
    {
        "Bruggeman": (x, [pure * Bruggeman()(e) for e in x]),
        "percolation, fitted": (x, [max(1e-9, dense * law(e)) for e in x]),
    },
)
if "IONWRIGHT_FIGURE" in os.environ:
    plot.save(figure, os.environ["IONWRIGHT_FIGURE"])

threshold = law.threshold
print(f"Ions stop at {threshold * 100:.1f} vol% electrolyte, pores counted")
