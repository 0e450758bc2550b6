"""What holds for every test: one thread, the same examples every time, and no silent skip in CI."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

# Read when a numerical library is loaded, so they are set before any test module imports one. With one thread
# a sum has one order, and tests that run side by side do not fight for processors.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

# Last, so that an installed package comes before the checkout: processes that a test starts find the test's classes.
sys.path.append(str(Path(__file__).parents[1]))

import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

settings.register_profile(
    "lrpfx",
    derandomize=True,  # an example that fails, fails for everyone
    deadline=None,  # the first call compiles, caches, and waits for a busy machine
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("lrpfx")

IN_CI = os.environ.get("CI", "") not in ("", "0", "false")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[None]:  # the wrapper protocol of pluggy: yields once, returns the report
    """In CI browsers and oracles are installed: a test that is skipped there has found one missing."""
    report = yield
    return _no_skip(report) if not hasattr(report, "wasxfail") else report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """The same for a module that skips itself while it is collected (`pytest.importorskip`)."""
    report = yield
    return _no_skip(report)


def _no_skip(report):  # type: ignore[no-untyped-def]
    if IN_CI and report.outcome == "skipped":
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"skipped in CI, where everything is installed: {why}"
    return report
