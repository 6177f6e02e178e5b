"""A hash for each platform: one that no builder here can build is kept, and named each time. Real Nix."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.behaviour.test_verify_nix import CONFIG, FAKE, PACKAGE, Built

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.nix import Nix
    from tests.support.servers import HttpGit

OTHER = "sha256-2ka2Hgg9n4Yv4rBqvGQY0fPgdnFHYzj6KJfj4cL7hvU="

pytestmark = pytest.mark.needs("nix-instantiate", "git")


def test_the_hash_of_a_platform_without_a_builder_is_kept_and_named(
    tmp_path: Path, http: HttpGit, nix: Nix
) -> None:
    """`fix` writes the other hashes, with exit code 3. A bump names the remaining hash, and `check` does too."""
    built = Built(tmp_path / "built", http, nix)
    system = str(nix.evaluate("builtins.currentSystem"))
    package, _, _ = PACKAGE.format(url=built.url, **built.state).partition("  all = ")
    text = package.replace("{ lib ?", "{ system ? builtins.currentSystem, lib ?").replace(
        f'outputHash = "{FAKE}";',
        f'outputHash = {{ {system} = "{FAKE}"; riscv64-linux = "{OTHER}"; }}.${{system}};',
    )
    built.write("default.nix", text + "}\n").write(
        "authguard.toml", CONFIG.replace('"all"\nnix', '"deps"\nnix')
    )
    built.commit("platforms")
    said = built.asked("fix", "default.nix", "--format", "json")
    assert said.code == 3, said
    results = {each["attribute"]: each for each in json.loads(said.out)["results"]}
    there = results.pop("deps.outputHash.riscv64-linux")
    assert (there["verdict"], there["digest"]) == ("open", OTHER)
    assert there["says"] == f"needs riscv64-linux, and the builder is {system}"
    assert [each["verdict"] for each in results.values()] == ["wrong", "wrong"]
    fixed = (built.path / "default.nix").read_text()
    assert FAKE not in fixed
    assert OTHER in fixed
    built.commit("true here")
    said = built.asked("bump", "2026.2.1")
    assert said.code == 1, said
    assert "error[AG204]" in said.out
    left = said.out[said.out.index("to do by hand\n") :].splitlines()[1]
    assert left.startswith("  default.nix#deps.outputHash.riscv64-linux  not verified: needs riscv64-linux")
    assert (built.path / "default.nix").read_text().count(OTHER) == 1
