"""The packaging of authentik goes through the gate: flakes, no NIX_PATH, a builder with fish as its shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.behaviour.test_nix_authentik import FIXED_OUTPUTS
from tests.support.gated import Gated
from tests.support.sshd import NEEDS, Sshd
from tests.units.prove.nixhash.test_authentik import BELOW, Packaging

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.needs(*NEEDS, "nix-build")

CONFIG = f"""\
[[gate]]
name = "authentik"
paths = ["{BELOW}/**"]
file = "{BELOW}/test-build.nix"
attribute = "assembled"
builder = "fish"
nix-options = ["--extra-experimental-features", "nix-command flakes"]
timeout = "2h"
"""


def test_a_gate_builds_authentik_after_a_fix(tmp_path: Path) -> None:
    """At first the hashes are wrong for this upstream. After a fix they are right, and everything is built."""
    packaging = Packaging(tmp_path / "p")
    with Sshd(tmp_path / "s", packaging.nix.environment) as server:
        repo = Gated(tmp_path / "r", server, config=CONFIG)
        for path, data in packaging.files.items():
            repo.write(path, data)
        repo.commit("as packaged")
        said = repo.authguard("build")
        assert said.code == 1
        assert "depends on a hash that does not match its content\n" in said.out

        true = packaging.expected()
        assert true.keys() == FIXED_OUTPUTS.keys()
        for path, data in packaging.files.items():
            for name, digest in FIXED_OUTPUTS.items():
                data = data.replace(digest.encode(), true[name].encode())
            repo.write(path, data)
        oid = repo.commit("for this upstream")
        repo.write(f"{BELOW}/test-build.nix", "the work tree is broken")
        said = repo.authguard("build")
        assert said.code == 0, said
        assert f"authguard: gate authentik: assembled of {oid[:12]} is built on fish (" in said.err
        for part in ("authentik-webui-2026.2.0", "authentik-django-2026.2.0", "authentik-server-2026.2.0"):
            assert f"\n| building {part}\n" in said.err
        assert server.is_clean() == []
