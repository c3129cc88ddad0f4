"""``ionwright network``: what to build where, what to buy, from whom and when."""

from __future__ import annotations

import typer

from ionwright.cli import _network_benchmark, _network_case, _network_compare, _network_explain

app = typer.Typer(
    help="Supply chains: what to build where and when, and what to buy.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_network_case.add(app)
_network_compare.add(app)
_network_explain.add(app)
_network_benchmark.add(app)
