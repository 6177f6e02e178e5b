"""The toolchains of Rust that functions outside of nixpkgs fetch.

The hash is computed from the manifest of a channel.
"""

from authguard.producers.record import SHA256, Producer, Reason

_MANIFEST = Reason("the function makes the url of the manifest")
_OTHERS = ("version", "url", "urls", "rev", "tag", "src")
"""Inputs of another function with the same name."""

ROWS = (
    Producer(
        ("toolchainOf", "rustChannelOf"),
        "source",
        SHA256,
        what=("channel", "date", "rustToolchain", *_OTHERS),
        how=("staging",),
        where=("root",),
        mode="flat",
        name_rule="unknown",
        location=_MANIFEST,
        recipe=_MANIFEST,
        channel_file=("rustToolchain",),
        reference="fenix default.nix, nixpkgs-mozilla rust-overlay.nix",
    ),
    Producer(
        ("fromToolchainFile",),
        "source",
        SHA256,
        what=("file", "dir", *_OTHERS),
        mode="flat",
        name_rule="unknown",
        location=_MANIFEST,
        recipe=_MANIFEST,
        channel_file=("file", "dir"),
        reference="fenix default.nix",
    ),
    Producer(
        ("fromToolchainName",),
        "source",
        SHA256,
        what=("name", *_OTHERS),
        mode="flat",
        name_rule="unknown",
        location=_MANIFEST,
        recipe=_MANIFEST,
        reference="fenix default.nix",
    ),
)
