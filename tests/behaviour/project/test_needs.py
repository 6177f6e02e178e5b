"""If a tool is missing, its tests are skipped with its name; on a CI machine they fail."""

from __future__ import annotations

from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[2] / "conftest.py"
TESTS = """
    import pytest

    @pytest.mark.needs("sh", "no-such-tool")
    def test_of_a_missing_tool():
        raise AssertionError("this must not run")

    @pytest.mark.needs("sh")
    def test_of_a_tool_that_is_here():
        pass
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A small test project that uses this project's conftest."""
    pytester.makeconftest(CONFTEST.read_text())
    pytester.makeini(f"[pytest]\npythonpath = {CONFTEST.parents[1]}\nmarkers = needs(*tools): tools\n")
    pytester.makepyfile(TESTS)
    return pytester


def test_a_missing_tool_is_skipped_by_its_name(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outside of CI, the report names the missing tool, and the other test runs."""
    monkeypatch.delenv("CI", raising=False)
    result = project.runpytest_subprocess("-rs")
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(["*SKIPPED*not here: no-such-tool"])


@pytest.mark.parametrize("value", ["true", "1"])
def test_a_missing_tool_fails_on_ci(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """With CI set, no test is skipped because of a tool."""
    monkeypatch.setenv("CI", value)
    result = project.runpytest_subprocess()
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*not here: no-such-tool (CI is set*"])
