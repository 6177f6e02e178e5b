"""Fixtures that the tests of git operations share."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.gated import Gated, builder
from tests.support.packaging import SOURCES, Packaging
from tests.support.servers import HttpGit
from tests.support.sourced import Sourced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.sshd import Sshd
    from tests.support.upstream import Upstream


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    """One builder for all tests of this file."""
    with builder(tmp_path_factory.mktemp("gate")) as made:
        yield made


@pytest.fixture
def gated(tmp_path: Path, server: Sshd) -> Iterator[Gated]:
    """A repository with a gate. At the end, the builder must have no file of it."""
    yield Gated(tmp_path / "r", server)
    assert server.is_clean() == []


@pytest.fixture
def packaging(http: HttpGit, tmp_path: Path) -> Packaging:
    """The packaging of 2026.2.0 with the stand-in upstream's true hashes, committed."""
    made = Packaging(tmp_path / "packaging", http.url)
    assert made.authguard("fix", SOURCES).code == 0
    made.git("add", "--all")
    made.commit("true hashes")
    return made


@pytest.fixture(scope="module")
def template(made_upstream: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sourced]:
    """The package that each test copies, and the server of its sources."""
    with HttpGit(made_upstream.served) as server:
        yield Sourced(tmp_path_factory.mktemp("tool") / "tool", server.url).begin(server.url)


@pytest.fixture
def tool(template: Sourced, tmp_path: Path) -> Sourced:
    """A package at 2026.2.0."""
    for place in (template.path, template.home):
        shutil.copytree(place, tmp_path / place.name, symlinks=True)
    return Sourced.of(tmp_path / "tool")
