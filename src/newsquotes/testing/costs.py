"""The table of costs at the end of a run of contract tests."""

from __future__ import annotations

import attrs
import pytest

_NAME = "newsquotes-costs"


@attrs.define(eq=False)
class _Costs:
    rows: list[tuple[str, float, float]] = attrs.field(factory=list)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("newsquotes: milliseconds for 1,000 tokens")
        for what, cost, budget in self.rows:
            verdict = "" if cost <= budget else f"  SLOW: more than its stage allows ({budget:g})"
            terminalreporter.write_line(f"{cost:9.2f}  {what}{verdict}")


def report_cost(request: pytest.FixtureRequest, what: str, cost: float, budget: float) -> None:
    """Show a cost at the end of the run, and put it into the report of the test (``record_property``)."""
    plugins = request.config.pluginmanager
    costs = plugins.get_plugin(_NAME)
    if costs is None:
        costs = _Costs()
        plugins.register(costs, _NAME)
    costs.rows.append((what, cost, budget))
    request.node.user_properties += [("ms_per_1000_tokens", round(cost, 3)), ("budget", budget)]
