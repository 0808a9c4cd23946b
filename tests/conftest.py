"""A plain word at the end about what was not run, whichever part of the tests was chosen."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name every reason once: a row of dots with an `s` in it is easily overlooked."""
    skipped: list[pytest.TestReport] = terminalreporter.getreports("skipped")
    reasons = {report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple)}
    if reasons:
        terminalreporter.section(f"{len(skipped)} not run")
        for reason in sorted(reasons):
            terminalreporter.line(reason)
