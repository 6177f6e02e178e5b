"""Gates that can never pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authguard.config.model import Gate
from authguard.gate.faults import faults
from authguard.git.git import Git
from authguard.git.ranges import all_of
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path


def found(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, attribute: str | None, file: str = "nix/a.nix"
) -> list[str]:
    """The faults of a gate in the index of a repository."""
    gate = Gate(
        name="g",
        paths=[],
        file=file,
        attribute=attribute,
        builder=None,
        store=None,
        nix_options=[],
        timeout=None,
        when_unreachable="block",
    )
    repo.stage()
    monkeypatch.chdir(repo.path)
    git = Git()
    try:
        return list(faults([gate], all_of(git).target))
    finally:
        git.close()


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("{ tool = 1; }", "tool"),
        ('{ "tool" = 1; }', "tool"),
        ("{ tool.a = 1; }", "tool.b"),
        ("{ }: with builtins; let x = 1; in (rec { inherit x; inherit (x) tool; })", "tool"),
        ("{ a = 1; ${b} = 1; }", "tool"),
        ("{ a = 1; } // b", "tool"),
        ("import ./b.nix", "tool"),
        ("pkgs: pkgs.callPackage ./b.nix { }", "tool"),
        ("{ a = 1; }", None),
        ("{ a = 1; } }", "tool"),
    ],
)
def test_an_existing_or_hidden_attribute_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, attribute: str | None
) -> None:
    """A hidden attribute is in a file that does not show its attributes."""
    repo = Repo(tmp_path / "r").write("nix/a.nix", text)
    assert found(repo, monkeypatch, attribute) == []


LIBRARY = "{ lib }: rec { tool = lib; more.x = 1; }"


@pytest.mark.parametrize(
    "text",
    [
        "import ./b.nix",
        "import ./b.nix { lib = 1; }",
        "{ pkgs }: { a = 1; } // import ./b.nix { inherit (pkgs) lib; }",
        "{ pkgs }: pkgs.callPackage ../nix/b.nix { } // { a = 1; }",
        "{ callPackage }: (import ./c.nix) // callPackage ./d { }",
        "import ./c.nix // import ./b.nix { }",
    ],
)
def test_an_attribute_is_found_in_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """The search follows `import`, `callPackage` and `//`."""
    repo = Repo(tmp_path / "r").write("nix/a.nix", text).write("nix/b.nix", LIBRARY)
    repo.write("nix/c.nix", "{ c = 1; }").write("nix/d/default.nix", "{ }: import ../b.nix")
    assert found(repo, monkeypatch, "tool") == []
    assert found(repo, monkeypatch, "tol.x") == [
        "the gate 'g' can never pass: nix/a.nix has no attribute 'tol'; did you mean tool?"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "import ./missing.nix",
        "import ./a.nix",  # itself
        "import ../../b.nix",
        "import ./${b}.nix",
        "import (./. + name)",
        "fetch ./b.nix",
        "let callPackage = path: x; in callPackage ./b.nix { }",
        "import ./b.nix // pkgs",
        "import ./computed.nix",
        "import ./drv.nix",
        "pkgs.callPackage ./b.nix { } // x",
        "import ./b.nix + 1",
        "import",
    ],
)
def test_an_unknown_file_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Nothing is reported about the attributes of a file that cannot be read."""
    repo = Repo(tmp_path / "r").write("nix/a.nix", text).write("nix/b.nix", LIBRARY)
    repo.write("nix/computed.nix", "{ ${x} = 1; }").write("nix/drv.nix", "{ p }: p.mkDerivation { }")
    assert found(repo, monkeypatch, "tol") == []


def test_names_that_call_package_adds_are_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A set of callPackage has `override`."""
    repo = Repo(tmp_path / "r").write("nix/a.nix", "pkgs: pkgs.callPackage ./b.nix { }")
    repo.write("nix/b.nix", LIBRARY)
    assert found(repo, monkeypatch, "override") == []


@pytest.mark.parametrize("text", ["{ tool = 1; }", "{ pkgs ? 1 }: let a = 2; in { inherit (pkgs) tool; }"])
def test_a_misspelt_attribute_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """The message names the nearest attribute of the file."""
    repo = Repo(tmp_path / "r").write("nix/a.nix", text)
    assert found(repo, monkeypatch, "tol.x") == [
        "the gate 'g' can never pass: nix/a.nix has no attribute 'tol'; did you mean tool?"
    ]


def test_a_misspelt_file_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tree has no such file; a file with this name or in this directory is named."""
    repo = Repo(tmp_path / "r").write("nix/a.nix", "{ }").write("b/other.nix", "{ }")
    for file, near in (("nix/aa.nix", "nix/a.nix"), ("b/a.nix", "nix/a.nix")):
        assert found(repo, monkeypatch, None, file) == [
            f"the gate 'g' can never pass: {file} is not in this tree; did you mean {near}?"
        ]
