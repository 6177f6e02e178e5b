"""Megabytes of any text take less than five seconds of CPU and 500 MB, and are reported if they are not read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.guarded import HASH_LINE, NEVER, REAL, SECONDS, Guarded, digest, package

if TYPE_CHECKING:
    from collections.abc import Callable

MEGABYTE = 1 << 20
STALE = f"AG201 tool.nix:{HASH_LINE}"
LIMITS = 'ulimit -t 5 && ulimit -v 512000 && exec "$@"'
"""The limits of git-authguard and its children. The second limit is for the address space, which is larger than the
memory."""


def fetches(end: str, number: int) -> str:
    """Many fetches, each with another hash."""
    each = 'p{0} = fetchurl {{ url = "https://example.org/{0}"; hash = "{1}"; }};'
    return end.join(each.format(one, digest(one)) for one in range(number))


def records(number: int) -> str:
    """Many pins."""
    return json.dumps(
        {f"p{one}": {"url": f"https://example.org/{one}", "hash": digest(one)} for one in range(number)}
    )


NIX: dict[str, Callable[[], str]] = {
    "recursive set": lambda: (
        "rec { " + "".join(f"a{n} = a{n + 1}; " for n in range(100_000)) + "a100000 = 1; }"
    ),
    "interpolations": lambda: 'fetchurl { hash = "' + digest(1) + '"; url = "' + "${a}b" * 200_000 + '"; }',
    "selections": lambda: 'fetchurl { hash = "' + digest(1) + '"; url = a' + ".b" * 200_000 + "; }",
    "concatenations": lambda: 'fetchurl { hash = "' + digest(1) + '"; url = ' + '"a" + ' * 100_000 + '""; }',
    "updates": lambda: 'fetchurl ({ hash = "' + digest(1) + '"; }' + " // { url = 1; }" * 60_000 + ")",
    "braces": lambda: "{" * MEGABYTE,
    "errors": lambda: "{ a = ;\n" * 100_000,
    "waivers": lambda: "# authguard: allow AG201 why\n" * 10_000 + "1",
    "fetches on lines": lambda: "{ fetchurl }: { " + fetches("\n", 4000) + " }",
    "fetches on one line": lambda: "{ fetchurl }: { " + fetches(" ", 4000) + " }",
    "too many fetches": lambda: "{ fetchurl }: { " + fetches("\n", 16_000) + " }",
}
DATA: dict[str, tuple[str, Callable[[], str]]] = {
    "records": ("pins.json", lambda: records(12_000)),
    "too many records": ("pins.json", lambda: records(60_000)),
    "numbers": ("pins.json", lambda: "[" + "1," * (4 * MEGABYTE) + '"sha256"]'),
    "texts": ("pins.json", lambda: '{"hash": [' + '"a",' * 20_000 + '"sha256"]}'),
    "one text": ("pins.json", lambda: '{"url": "x", "hash": "' + "A" * (10 * MEGABYTE) + '"}'),
    "blanks": ("flake.lock", lambda: '{"nodes":' * 900 + "1" + "}" * 900 + " " * (10 * MEGABYTE)),
    "one toml text": ("pins.toml", lambda: 'hash = "' + "A" * (10 * MEGABYTE) + '"'),
    "toml keys": ("pins.toml", lambda: "a." * 100_000 + 'hash = "sha256"'),
    "stars": ("authguard.toml", lambda: 'exclude = ["' + "*a" * MEGABYTE + '"]'),
    "double stars": ("authguard.toml", lambda: 'exclude = ["' + "**/" * MEGABYTE + 'x"]'),
    "allowances": (
        "authguard.toml",
        lambda: '[[allow]]\nrule = "AG202"\npath = "x"\nreason = "y"\n' * 1_000,
    ),
}


def limited(repo: Guarded, *arguments: str) -> dict[str, object]:
    """Run `git-authguard ARGUMENTS` within the limits, and return its JSON report."""
    done = subprocess.run(
        ["sh", "-c", LIMITS, "sh", sys.executable, REAL, *arguments, "--format", "json"],
        cwd=repo.path,
        env=repo.environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode in (0, 1), done
    assert not re.search(NEVER, done.stderr), done.stderr
    assert done.stderr.count("\n") <= 1, done.stderr
    report: dict[str, object] = json.loads(done.stdout)
    return report


def findings(repo: Guarded) -> list[str]:
    """The findings of a check within the limits about the stale bump, which is staged with the bad file."""
    found = limited(repo, "check")["findings"]
    assert isinstance(found, list)
    return [f"{one['code']} {one['path']}:{one['line']}" for one in found if one["path"] == "tool.nix"]


@pytest.mark.parametrize("name", NIX)
def test_a_bad_nix_file_hides_no_stale_hash(repo: Guarded, name: str) -> None:
    """The stale hash is in another file."""
    repo.write("tool.nix", package(2, 1)).write("bad.nix", NIX[name]()).stage()
    assert findings(repo) == [STALE]


@pytest.mark.parametrize("name", DATA)
def test_bad_data_hides_no_stale_hash(repo: Guarded, name: str) -> None:
    """The bad file is a file of pins, a lock, or the config itself."""
    path, made = DATA[name]
    repo.write("tool.nix", package(2, 1)).write(path, made()).stage()
    assert findings(repo) == [STALE]


@pytest.mark.parametrize(
    ("path", "made"),
    [
        ("many.nix", lambda: "{ fetchurl }:\n{\n" + fetches("\n", 3900) + "\n}\n"),
        ("pins.json", lambda: records(11_900)),
    ],
)
def test_a_stale_hash_among_thousands_is_found(repo: Guarded, path: str, made: Callable[[], str]) -> None:
    """The file was large in two earlier commits already."""
    repo.write(path, made().replace('org/7"', 'org/1.0"')).commit("many")
    repo.write(path, made().replace('org/7"', 'org/2.0"')).stage()
    found = limited(repo, "check")["findings"]
    assert isinstance(found, list)
    assert [(one["code"], one["path"], one["fixed_output"]["attribute"]) for one in found] == [
        ("AG201", path, "p7")
    ]


@pytest.mark.parametrize(
    "text",
    [
        lambda: f'fetchurl {{ hash = "{digest(1)}"; }}\n' + "# x\n" * MEGABYTE,
        lambda: "{ fetchurl }: {\n" + fetches("\n", 4001) + "}",
        lambda: f'{{ hash = "{digest(1)}"; x = [ {"1 " * 600_000}]; }}',
    ],
    ids=["bytes", "hashes", "nodes"],
)
def test_files_that_are_not_judged_are_reported(repo: Guarded, text: Callable[[], str]) -> None:
    """The file is too large to be written by hand."""
    repo.write("tool.nix", package(2)).write("huge.nix", text()).stage()
    for arguments in (["check"], ["check", "--all"], ["check", "--all"]):
        done = repo.run("authguard", *arguments, "--format", "short")
        assert (done.returncode, done.stderr) == (0, "")
        assert re.match(r"huge.nix:1:1: (warning )?AG904 .*2 MiB, 4000 hashes or 600000 nodes", done.stdout)
        assert done.stdout.count("\n") == 1
    done = repo.run("authguard", "list", "huge.nix")
    assert done.stderr == (
        "authguard: huge.nix is not judged: larger than 2 MiB, 4000 hashes or 600000 nodes of syntax, "
        "or nested too deeply\n"
    )
