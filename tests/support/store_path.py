"""The store path of a fixed output, as Nix computes it."""

from __future__ import annotations

from hashlib import sha256

from authguard.digest import Digest, encode_base32


def fixed_output_path(name: str, digest: Digest, recursive: bool, store: str = "/nix/store") -> str:
    """Compute the path of the output `out` of a fixed-output derivation.

    `recursive` is True for a NAR hash (also spelled "nar"), False for the hash of one flat file; `store` is the store
    directory. The rule is makeFixedOutputPath in Nix's src/libstore/store-dir-config.cc.
    """
    if recursive and digest.algorithm == "sha256":
        fingerprint = f"source:sha256:{digest.hex()}:{store}:{name}"
    else:
        prefix = "r:" if recursive else ""
        inner = sha256(f"fixed:out:{prefix}{digest.algorithm}:{digest.hex()}:".encode()).hexdigest()
        fingerprint = f"output:out:sha256:{inner}:{store}:{name}"
    return f"{store}/{encode_base32(_fold(sha256(fingerprint.encode()).digest()))}-{name}"


def _fold(raw: bytes) -> bytes:
    """Compress a digest to 20 bytes by XOR, as compressHash in Nix's src/libutil/hash.cc."""
    folded = bytearray(20)
    for place, byte in enumerate(raw):
        folded[place % 20] ^= byte
    return bytes(folded)
