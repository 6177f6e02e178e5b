"""A private registry of crates: its token is used, and appears nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.behaviour.test_dependencies import CARGO, of_files
from tests.support.laptop import Laptop
from tests.support.private_crates import TOKEN, PrivateRegistry

if TYPE_CHECKING:
    from pathlib import Path


def test_the_token_of_a_private_registry_appears_nowhere(tmp_path: Path) -> None:
    """`verify` proves the hash. No output, trace, cache or file of the repository contains the token."""
    (tmp_path / "registry").mkdir()
    laptop = Laptop(tmp_path / "repo")
    with PrivateRegistry(tmp_path / "registry") as server:
        server.configure()
        server.publish("left", b"left")
        home = laptop.home / ".cargo"
        home.mkdir()
        (home / "config.toml").write_text(
            '[registry]\nglobal-credential-providers = ["cargo:token"]\n'
            f'[registries.mine]\nindex = "sparse+{server.url}/"\n'
        )
        lock = server.lock("left", b"left")
        right = of_files(
            {"Cargo.lock": lock.encode(), "tarballs/left-1.0.0.tar.gz": b"left"}, tmp_path / "made"
        )
        laptop.write("Cargo.lock", lock).write("default.nix", CARGO.format(hash=right)).commit("a package")
        said = laptop.authguard("verify", "--all")
        assert (said.code, "no token for it" in said.out) == (3, True), said
        secret = TOKEN.split()[1]
        (home / "credentials.toml").write_text(f'[registries.mine]\ntoken = "{TOKEN}"\n')
        texts = []
        for words in (("verify", "-v", "--all"), ("verify", "--format", "json", "--all")):
            said = laptop.authguard(*words, AUTHGUARD_TRACE="1")
            assert said.code == 0, said
            texts += [said.out, said.err]
        server.required = "Bearer changed"
        cache = laptop.home / ".cache/authguard/dependencies"
        for path in [one for one in cache.rglob("*") if one.is_file()]:
            path.unlink()
        said = laptop.authguard("verify", "--all", AUTHGUARD_TRACE="1")
        assert said.code == 3, said
        texts += [said.out, said.err]
    assert any(token == TOKEN for _, token in server.sent)
    assert not [one for one in texts if secret in one]
    kept = [one for one in (*laptop.path.rglob("*"), *(laptop.home / ".cache").rglob("*")) if one.is_file()]
    assert kept
    assert not [one for one in kept if secret.encode() in one.read_bytes()]
