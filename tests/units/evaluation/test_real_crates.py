"""cargoHash of crates that the real cargo resolves, locks and vendors from a local registry."""

from __future__ import annotations

import argparse
import os
import pwd
from pathlib import Path

import pytest

from evaluation.real_crates import Compared, crates_of, publish
from evaluation.registry import Registry

pytestmark = pytest.mark.needs("cargo", "git")

MANIFEST = '[package]\nname = "{}"\nversion = "{}"\nedition = "2021"\n\n{}'


def crate(folder: Path, name: str, version: str, more: str = "") -> None:
    """Write an unpacked crate, with a file of Debian."""
    path = folder / f"{name}-{version}"
    for inside, text in (
        ("Cargo.toml", MANIFEST.format(name, version, more)),
        ("src/lib.rs", f"// {name}\n"),
        (".gitignore", "target\n"),
        (".cargo-checksum.json", "{}"),
        ("debian/patches/series", "one\n"),
    ):
        (path / inside).parent.mkdir(parents=True, exist_ok=True)
        (path / inside).write_text(text)


@pytest.mark.parametrize("by_git", [False, True])
def test_locks_of_the_real_cargo_give_equal_hashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, by_git: bool
) -> None:
    """The crates have optional and renamed dependencies, build metadata, and one for another platform.

    From git, a crate has a submodule too.
    """
    folder = tmp_path / "crates"
    crate(
        folder,
        "right",
        "1.2.0+build.5",
        '[features]\nextra = ["dep:up"]\n[dependencies.up]\nversion = "1"\noptional = true\n',
    )
    crate(folder, "up", "1.0.0")
    crate(folder, "abc", "0.3.1")
    crate(folder, "never", "1.0.0")
    needs = '[dependencies]\nother = { package = "right", version = "1", features = ["extra"] }\n'
    needs += '[target.\'cfg(windows)\'.dependencies]\nabc = "0.3"\n[dev-dependencies]\nnever = "1"\n'
    crate(folder, "left", "1.0.0", needs)
    room = tmp_path / "room"
    (room / "registry").mkdir(parents=True)
    monkeypatch.setenv("CARGO_HOME", "")
    monkeypatch.setenv("RUSTUP_HOME", str(Path(pwd.getpwuid(os.getuid()).pw_dir) / ".rustup"))
    given = argparse.Namespace(cargo="cargo", script=None)
    with Registry(room / "registry") as server:
        compared = Compared(room, server, given)
        crates = crates_of(folder)
        publish(crates, room / "registry", compared.url)
        wanted = [one for one in crates if one.name == "left"]
        assert compared.example(wanted, by_git=by_git)
        assert (compared.counts["crates"], compared.counts["git trees"]) == ((3, 1) if by_git else (4, 0))
        assert compared.counts["equal by authguard"] == 1
        compared.stop()
