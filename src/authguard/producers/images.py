"""Container images. A moved digest of an image index may still name the same image for one platform."""

from __future__ import annotations

from authguard.producers.record import SRI, Producer, Reason

ROWS = (
    Producer(
        ("pullImage",),
        "image",
        SRI,
        what=("imageName", "imageDigest"),
        how=("os", "arch", "finalImageName", "finalImageTag"),
        where=("tlsVerify",),
        defaults={"os": "linux", "finalImageTag": "latest", "tlsVerify": True},
        mode="flat",
        name_rule="docker",
        location="docker://{imageName}",
        recipe=Reason("a registry of images is not read without Nix"),
        reference="nixpkgs pkgs/build-support/docker/default.nix",
    ),
    Producer(
        ("nix2container.pullImage",),
        "image",
        SRI,
        what=("imageName", "imageDigest"),
        how=("os", "arch"),
        where=("tlsVerify",),
        defaults={"os": "linux", "tlsVerify": True},
        name_rule="nix2container",
        location="docker://{imageName}",
        recipe=Reason("a registry of images is not read without Nix"),
        reference="nlewo nix2container default.nix",
    ),
)
