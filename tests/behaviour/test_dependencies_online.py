"""`check --online` and `audit --online` compute dependency hashes that are in doubt, with a registry on 127.0.0.1."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.laptop import Laptop, nar_hash
from tests.support.npm import Registry
from tests.support.repos import LEAVE
from tests.support.servers import Files

if TYPE_CHECKING:
    from collections.abc import Iterator

OTHER = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
"""A hash of another content."""
PACKAGE = """{{ buildNpmPackage, fetchzip }}:
buildNpmPackage rec {{
  pname = "app";
  version = "{version}";
  src = fetchzip {{
    url = "{url}/app-${{version}}.tar.gz";
    hash = "{source}";
  }};
  npmDepsHash = "{dependencies}";
}}
"""
MANY = tuple((f"left{number}", "1.0.0") for number in range(51))


class Upstream:
    """Releases as archives, so that no mirror can compare their locks; a registry; and the true hashes."""

    def __init__(self, room: Path, archives: Files, packages: Files) -> None:
        """Make the releases: 1.0.1 has the same lock as 1.0.0, 1.1.0 has another lock, and 2.0.0 has many packages."""
        self.archives = archives
        self.packages = packages
        registry = Registry(packages.root)
        self.hashes: dict[str, tuple[str, str]] = {}
        for version, names in (
            ("1.0.0", (("left", "1.0.0"),)),
            ("1.0.1", (("left", "1.0.0"),)),
            ("1.1.0", (("left", "1.1.0"),)),
            ("2.0.0", MANY),
        ):
            lock = registry.lock(*names)
            tree = room / f"tree-{version}"
            tree.mkdir()
            (tree / "package-lock.json").write_text(lock)
            (tree / "VERSION").write_text(version)
            with tarfile.open(archives.root / f"app-{version}.tar.gz", "w:gz") as tar:
                for path in sorted(tree.iterdir()):
                    entry = tarfile.TarInfo(f"app-{version}/{path.name}")
                    entry.size = path.stat().st_size
                    tar.addfile(entry, io.BytesIO(path.read_bytes()))
            self.hashes[version] = nar_hash(tree), nar_hash(registry.output(lock, room / f"output-{version}"))

    def package(self, version: str, dependencies: str) -> str:
        """Return the package at a version with the true hash of its source."""
        return PACKAGE.format(
            version=version, url=self.archives.url, source=self.hashes[version][0], dependencies=dependencies
        )


@pytest.fixture
def upstream(tmp_path: Path) -> Iterator[Upstream]:
    """Serve archives and a registry."""
    for name in ("archives", "packages"):
        (tmp_path / name).mkdir()
    with Files(tmp_path / "archives") as archives, Files(tmp_path / "packages") as packages:
        yield Upstream(tmp_path, archives, packages)


@pytest.fixture
def laptop(tmp_path: Path, upstream: Upstream) -> Laptop:
    """Return a repository with the package at 1.0.0 and its true hashes, committed."""
    made = Laptop(tmp_path / "repo", upstream.packages.url)
    made.write("default.nix", upstream.package("1.0.0", upstream.hashes["1.0.0"][1]))
    made.commit("the package")
    return made


def bump(laptop: Laptop, upstream: Upstream, version: str, dependencies: str = "") -> None:
    """Stage another version with the hash of its source; the hash of the dependencies is unchanged."""
    laptop.write("default.nix", upstream.package(version, dependencies or upstream.hashes["1.0.0"][1]))
    laptop.git("add", "--all")


def findings(laptop: Laptop, *words: str, code: int) -> list[dict[str, Any]]:
    """Return the findings of a command."""
    said = laptop.authguard(*words, "--format", "json", **LEAVE)
    assert said.code == code, said
    return list(json.loads(said.out)["findings"])


def native(finding: dict[str, Any]) -> list[str]:
    """Return the computed evidence of a finding."""
    return [each["says"] for each in finding["evidence"] if each["kind"] == "native"]


def test_a_stale_hash_is_proved(laptop: Laptop, upstream: Upstream) -> None:
    """Without the network the hash is a suspect; with the network, AG202 has the true hash."""
    bump(laptop, upstream, "1.1.0")
    (suspect,) = findings(laptop, "check", code=0)
    assert (suspect["code"], native(suspect)) == ("AG203", [])
    assert upstream.packages.asked == upstream.archives.asked == []
    (stale,) = findings(laptop, "check", "--online", code=1)
    assert (stale["code"], stale["severity"], stale["verdict"]) == ("AG202", "error", "stale")
    (says,) = native(stale)
    assert says.startswith(f"the true hash is {upstream.hashes['1.1.0'][1]}")
    assert [each["input"] for each in stale["because"]]
    report = json.loads(laptop.authguard("check", "--online", "--format", "sarif", **LEAVE).out)
    (result,) = report["runs"][0]["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement["insertedContent"] == {"text": f'"{upstream.hashes["1.1.0"][1]}"'}
    assert replacement["deletedRegion"] == result["locations"][0]["physicalLocation"]["region"]


def test_a_fresh_hash_is_not_reported(laptop: Laptop, upstream: Upstream) -> None:
    """The release has the same lock as the release before."""
    bump(laptop, upstream, "1.0.1")
    assert [each["code"] for each in findings(laptop, "check", code=0)] == ["AG203"]
    assert findings(laptop, "check", "--online", code=0) == []


def test_steps_that_are_not_tested_prove_nothing(laptop: Laptop, upstream: Upstream) -> None:
    """The earlier hash is not reproduced from its own lock, so the finding is the same, with both hashes."""
    laptop.write("default.nix", upstream.package("1.0.0", OTHER))
    laptop.commit("a hash of other steps")
    bump(laptop, upstream, "1.1.0", OTHER)
    (suspect,) = findings(laptop, "check", "--online", code=0)
    assert (suspect["code"], suspect["severity"]) == ("AG203", "warning")
    (says,) = native(suspect)
    assert OTHER in says
    assert upstream.hashes["1.1.0"][1] in says
    assert "does not come out" in says


@pytest.mark.parametrize("silent", ["packages", "archives"])
def test_a_server_that_does_not_answer_leaves_the_suspect(
    laptop: Laptop, upstream: Upstream, silent: str
) -> None:
    """The message names the server, and --online ends with exit code 3."""
    bump(laptop, upstream, "1.1.0")
    server = getattr(upstream, silent)
    server.refuse = 503
    said = laptop.authguard("check", "--online", "--format", "json", **LEAVE)
    assert said.code == 3, said
    (suspect,) = json.loads(said.out)["findings"]
    assert (suspect["code"], native(suspect)) == ("AG203", [])
    assert f"127.0.0.1:{server.port}" in said.err
    assert len(said.err.splitlines()) == 1
    allowed = {**LEAVE, "GIT_CONFIG_COUNT": "4"}
    allowed |= {"GIT_CONFIG_KEY_3": "authguard.network", "GIT_CONFIG_VALUE_3": "all"}
    assert laptop.authguard("check", **allowed).code == 0


def test_a_check_stops_waiting_for_a_slow_registry(laptop: Laptop, upstream: Upstream) -> None:
    """The check has a time limit, and ends with exit code 3."""
    bump(laptop, upstream, "1.1.0")
    upstream.packages.delay = 600
    shorter = "from authguard.prove import network; network.CHECK_SECONDS = 1.5"
    begun = time.monotonic()
    env = laptop.surroundings(**{**LEAVE, "PATH": os.environ["PATH"]})
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{shorter}; import authguard.__main__",
            "check",
            "--online",
            "--format",
            "short",
        ],
        cwd=laptop.path,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert time.monotonic() - begun < 300
    assert said.returncode == 3, said
    assert said.stdout.count("AG203") == 1
    assert "in time" in said.stderr or "timed out" in said.stderr  # the limit of the check, or of its socket
    assert "Traceback" not in said.stderr


def test_only_verify_downloads_many_packages(laptop: Laptop, upstream: Upstream) -> None:
    """`check` downloads at most 50, and says so; `audit` and `verify` have no such limit."""
    bump(laptop, upstream, "2.0.0")
    (suspect,) = findings(laptop, "check", "--online", code=0)
    assert suspect["code"] == "AG203"
    (says,) = native(suspect)
    assert "more than 50 packages" in says
    assert upstream.packages.asked == []
    laptop.commit("2.0.0")
    (stale,) = findings(laptop, "audit", "--online", code=1)
    assert native(stale)[0].startswith(f"the true hash is {upstream.hashes['2.0.0'][1]}")
    assert [each["code"] for each in findings(laptop, "check", "--base", "HEAD~", "--online", code=1)] == [
        "AG202"
    ]


def test_an_audit_computes_hashes_that_may_be_stale(laptop: Laptop, upstream: Upstream) -> None:
    """The source moved after the commit that wrote the hash."""
    bump(laptop, upstream, "1.0.1")
    laptop.commit("1.0.1")
    assert [each["code"] for each in findings(laptop, "audit", code=0)] == ["AG203"]
    assert findings(laptop, "audit", "--online", code=0) == []
    bump(laptop, upstream, "1.1.0")
    laptop.commit("1.1.0")
    assert [each["code"] for each in findings(laptop, "audit", code=0)] == ["AG203"]
    (stale,) = findings(laptop, "audit", "--online", code=1)
    assert (stale["code"], stale["verdict"]) == ("AG202", "stale")
    assert native(stale)[0].startswith(f"the true hash is {upstream.hashes['1.1.0'][1]}")


def test_a_commit_that_was_repaired_sends_no_request(laptop: Laptop, upstream: Upstream) -> None:
    """Only the hashes of the target are computed, and these hashes are right."""
    bump(laptop, upstream, "1.1.0")
    laptop.commit("forgotten")
    laptop.write("default.nix", upstream.package("1.1.0", upstream.hashes["1.1.0"][1]))
    laptop.commit("repaired")
    assert findings(laptop, "check", "--base", "HEAD~2", "--head", "HEAD", "--online", code=0) == []
    assert upstream.packages.asked == []
