"""The command lines of Nix: the options that a repository may set, each as one word of a shell."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.builder import nix
from authguard.errors import Refused


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--extra-experimental-features", "nix-command flakes"],
        [
            "--max-jobs",
            "auto",
            "--cores",
            "4",
            "--timeout",
            "7200",
            "--max-silent-time",
            "60",
            "--keep-going",
        ],
        ["-j", "2", "-k", "--show-trace"],
        ["--option", "max-jobs", "2", "--option", "experimental-features", "nix-command flakes"],
        [
            "-I",
            "nixpkgs=flake:nixpkgs",
            "-I",
            "nixpkgs=channel:nixos-25.11",
            "-I",
            "overlays=./overlays",
            "-Ilib=lib",
        ],
    ],
)
def test_a_repository_may_set_some_options(options: list[str]) -> None:
    """The options are passed on unchanged."""
    assert nix.allowed(options) == options


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--option", "builders", "ssh://x"], "--option"),
        (["--builders", "ssh://x"], "--builders"),
        (["--substituters", "http://x"], "--substituters"),
        (["--option", "sandbox", "false"], "--option"),
        (["--option", "max-jobs"], "--option"),
        (["--post-build-hook", "/x"], "--post-build-hook"),
        (["--arg", "pkgs", "null"], "--arg"),
        (["--store", "ssh://x"], "--store"),
        (["-A", "x"], "-A"),
        (["--", "x"], "--"),
        (["x.nix"], "x.nix"),
        (["--max-jobs"], "--max-jobs needs a value"),
        (["--max-jobs", "--builders"], "may not set --max-jobs to '--builders'"),
        (["--timeout", "auto"], "may not set --timeout to 'auto'"),
        (["--option", "max-jobs", "-1"], "may not set --max-jobs to '-1'"),
        (["--extra-experimental-features", "x; y"], "may not set --extra-experimental-features to 'x; y'"),
        (["-I", "nixpkgs=https://example.org/x.tar.gz"], "may not set -I to"),
        (["-I", "nixpkgs=/etc"], "may not set -I to"),
        (["-I", "../x"], "may not set -I to"),
        (["-I", "x=a/../../b"], "may not set -I to"),
        (["-I~/x"], "may not set -I to"),
        (["-I", "nixpkgs=channel:../x"], "may not set -I to"),
        (["-I", "x=flake:git+https://example.org"], "may not set -I to"),
        (["-I", ""], "may not set -I to"),
    ],
)  # fmt: skip
def test_other_options_are_refused(options: list[str], named: str) -> None:
    """The message names the first option that is not allowed."""
    with pytest.raises(Refused) as refused:
        nix.allowed(["--keep-going", *options])
    assert named in str(refused.value)


def test_options_for_an_evaluation_alone_are_not_for_the_store() -> None:
    """The program nix-store would refuse these options."""
    options = [
        "-I",
        "a=b",
        "--cores",
        "2",
        "-Ix=y",
        "--arg",
        "x",
        "1",
        "--argstr",
        "y",
        "z",
        "--show-trace",
        "-k",
    ]
    assert nix.for_store(options) == ["--cores", "2", "-k"]


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@given(
    st.lists(
        st.one_of(WORDS, st.sampled_from(["$(id)", "`id`", "'", '"', "\\", "*", "~", "a b", ";", "\n", ""]))
    )
)
def test_a_shell_reads_the_same_words(words: list[str]) -> None:
    """The words may have any text."""
    script = f'p() {{ for word do printf "%s\\0" "$word"; done; }}; p {nix.shell(words)}'
    done = subprocess.run(["sh", "-c", script], stdout=subprocess.PIPE, check=True)
    assert done.stdout.decode().split("\0")[:-1] == words


def test_an_evaluation_has_the_file_and_the_platform() -> None:
    """The file is always below the current directory, and the platform is a setting."""
    assert nix.instantiation("-x.nix", "a.b", "aarch64-linux", ["-I", "x=y"]) == [
        *("./-x.nix", "-A", "a.b", "--option", "system", "aarch64-linux", "-I", "x=y")
    ]
    assert nix.instantiation("x.nix", None, None, []) == ["./x.nix"]
    with pytest.raises(Refused, match="is not a platform"):
        nix.instantiation("x.nix", None, "x86_64-linux --builders x", [])
