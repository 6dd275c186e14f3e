"""What holds for all tests: Hypothesis's profiles, and figures in the report.

Figures that tests measure stand at the end of the report, where CI logs keep
them. A test gives one with `record_property("figures", "text of one line or more")`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings
from support.laws import FAST, FEW

# Laws are not timed: what black and a full generation take depends on the machine.
settings.register_profile("untimed", deadline=None)
settings.register_profile(FAST, deadline=None, max_examples=FEW)
settings.load_profile("untimed")  # `python -m tasks fast` chooses the other


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    found = list(_figures(terminalreporter))
    if found:
        terminalreporter.section("figures")
    for text in found:
        terminalreporter.write_line(text)


def _figures(terminalreporter: pytest.TerminalReporter) -> Iterator[str]:
    # Properties travel with the reports, also from the workers of pytest-xdist.
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport) and report.when == "call":
                yield from (str(v) for k, v in report.user_properties if k == "figures")
