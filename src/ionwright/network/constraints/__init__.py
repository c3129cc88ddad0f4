"""The constraints of the model: a function each, with its inequality.

Symbols: f flow of a lane, q run, b bought, u short, s stock, w wasted, o over, K standing
capacity, y share of an option that is built. Indices: n node (item k at a site), t year,
omega future, l line.
"""
