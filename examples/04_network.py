"""What should Chongqing build of its chain if all-solid cells break through?"""

import os

import ionwright as iw
from ionwright.network import summary
from ionwright.network.strategies import Only

found = iw.network.opened("chongqing")
print(found.evidence())
futures = found.scenarios.along("breakthrough")  # one of three assumed paths of market share
effort = iw.network.Effort(gap=2e-4, seconds=60.0)

plan = iw.network.solve(found.case, futures, effort=effort)
imported = iw.network.solve(Only("", "chongqing", ()).apply(found.case), futures, effort=effort)
for name, p in (("import everything", imported), ("cheapest", plan)):
    print(f"{name:18s} {p.bound / 1e6:8,.0f} to {p.objective / 1e6:8,.0f} million {p.case.money}")
for b in summary.decided_now(plan):
    print(f"{b.period}  {b.share:5.2f} of {b.option} ({b.region})")
print(f"Laws obeyed: {all(law.holds for law in plan.check())}")

if "IONWRIGHT_FIGURE" in os.environ:
    iw.plot.save(iw.plot.network.flows(plan), os.environ["IONWRIGHT_FIGURE"])

saved = 1.0 - plan.objective / imported.objective
print(f"Building there saves {saved * 100:.1f} % of what importing everything costs")
