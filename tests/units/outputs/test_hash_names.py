"""Attribute names for hashes differ from other names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.outputs.hash_names import classify


@pytest.mark.parametrize(
    "attribute",
    [
        "hash",
        "sha256",
        "sha512",
        "sha1",
        "md5",
        "sri",
        "outputHash",
        "narHash",
        "srcHash",
        "src.hash",
        '"sha256"',
        "debSha256",
        "kernel_hash",
        "zen_sha256",
        "_sha256",
        "sha256_aarch64",
        "sha256_64bit",
        "sha256Linux",
        "hash-x86_64-linux",
        "aarch64Hash",
        "packHash",
        "sourceMD5",
        "integrity",
    ],
)
def test_names_of_source_hashes_are_recognised(attribute: str) -> None:
    """A platform or another word may be part of the name."""
    assert classify(attribute) == "source"


@pytest.mark.parametrize(
    "attribute",
    [
        "vendorHash",
        "vendorSha256",
        "modSha256",
        "goModSum",
        "cargoHash",
        "cargoSha256",
        "npmDepsHash",
        "newtabNpmDepsHash",
        "pnpmDepsHash",
        "yarnHash",
        "yarnOfflineCacheHash",
        "offlineCacheSha256",
        "mvnHash",
        "nugetSha256",
        "node_modules_hash",
        "nodeModulesHash",
        "depsSha256",
        "denoDirHash",
        "bunDepsHash",
        "composer.vendorHash",
    ],
)
def test_names_of_dependency_hashes_are_recognised(attribute: str) -> None:
    """A lock file decides each of these hashes."""
    assert classify(attribute) == "dependency"


@pytest.mark.parametrize(
    "attribute",
    [
        "",
        "version",
        "rev",
        "imageDigest",
        "outputHashAlgo",
        "outputHashMode",
        "hashMode",
        "hashedPassword",
        "passwordHash",
        "initialHashedPassword",
        "keyHash",
        "publicKeySha256",
        "tokenHash",
        "fingerprint",
        "certSha256",
        "guid",
        "commitHash",
        "revHash",
        "userHash",
        "hashes",
        "outputHashes",
        "rehash",
        "sha256sum-check",
        "vendor",
    ],
)
def test_other_names_are_no_hashes(attribute: str) -> None:
    """Names of keys, passwords and commits may look like the name of a hash."""
    assert classify(attribute) is None


@given(st.text())
def test_any_name_is_classified(attribute: str) -> None:
    """No name raises an error."""
    assert classify(attribute) in ("source", "dependency", None)
