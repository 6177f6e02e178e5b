"""The rules for every test: an environment of its own, and tools that may be missing."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
WHEELS = ROOT / ".wheels"
OF_ONE_PYTHON = ("units/test_names.py", "units/evaluation/", "units/builder/", "units/prove/mirrors/")
"""Units that run with the Python of .venv: they read the sources, or wait for jobs and git servers."""

pytest_plugins = ["tests.support.fixtures", "tests.support.upstream"]

# A machine with two busy cores cannot measure the speed of a single example. CI judges a commit, and judges it
# alike each time; new examples are looked for wherever else the tests run.
settings.register_profile("authguard", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("authguard")


def pytest_configure() -> None:
    """Puts the commands of this environment (git-authguard, pre-commit, prek, uv) before all others."""
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def is_for_newest(item: pytest.Item) -> bool:
    """Whether `make suite` runs a test with the newest Python in place of that of .venv."""
    path = item.path.as_posix().removeprefix(f"{ROOT.as_posix()}/tests/")
    chosen = path == "behaviour/test_cases.py" or path.startswith("units/")
    return chosen and not path.startswith(OF_ONE_PYTHON) and item.get_closest_marker("needs") is None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests for the newest Python."""
    for item in items:
        if is_for_newest(item):
            item.add_marker(pytest.mark.newest)


def is_there(tool: str) -> bool:
    """Whether a tool of `@pytest.mark.needs` is here: a command on PATH, or "wheels" or "root".

    "wheels" is the folder of locked wheels that `make setup` leaves, to install from without a network.
    """
    if tool == "wheels":
        return WHEELS.is_dir()
    if tool == "root":
        return os.geteuid() == 0
    return shutil.which(tool) is not None


def missing_tools(item: pytest.Item) -> list[str]:
    """The tools that a test needs and that this machine does not have."""
    named = [tool for mark in item.iter_markers("needs") for tool in mark.args]
    return [tool for tool in named if not is_there(tool)]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips a test by the name of what it misses; on a CI machine nothing may be missing."""
    missing = missing_tools(item)
    if not missing:
        return
    reason = f"not here: {', '.join(missing)}"
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(f"{reason} (CI is set, so this is a failure)", pytrace=False)
    pytest.skip(reason)


def foreign(name: str) -> bool:
    """Whether a variable could lead a test's git, hook manager or Nix away from what the test set up."""
    return name in ("SKIP", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS") or name.startswith(
        ("GIT_", "GITHEAD_", "AUTHGUARD_", "PRE_COMMIT", "PREK_", "XDG_", "NIX_", "PIP_", "UV_")
    )


@pytest.fixture(scope="session", autouse=True)
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Gives the whole session an empty HOME, and no git configuration but its own.

    pip and uv are kept from the network: they install from the locked wheels, or not at all.
    """
    for name in [name for name in os.environ if foreign(name) and name != "AUTHGUARD_PLAIN"]:
        del os.environ[name]
    for who in ("AUTHOR", "COMMITTER"):
        os.environ[f"GIT_{who}_NAME"] = "Test"
        os.environ[f"GIT_{who}_EMAIL"] = "test@example.org"
    os.environ.update(
        HOME=str(tmp_path_factory.mktemp("home")),
        LC_ALL="C.UTF-8",
        GIT_CONFIG_GLOBAL=os.devnull,
        GIT_CONFIG_NOSYSTEM="1",
        PIP_NO_INDEX="1",
        PIP_FIND_LINKS=str(WHEELS),
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        PIP_NO_COMPILE="1",  # this takes half of the time of an installation
        UV_OFFLINE="1",
        UV_NO_INDEX="1",
        UV_FIND_LINKS=str(WHEELS),
    )


def pytest_sessionstart() -> None:
    """Take signals back: a background job of a shell ignores SIGINT, one of nohup SIGHUP, and children inherit that.

    With a handler that does nothing, the tests still outlive the terminal, but their child processes do not.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: None)
