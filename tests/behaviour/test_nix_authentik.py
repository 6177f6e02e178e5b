"""nix/authentik: real Nix reads it, and its six fixed outputs are the same as in `list`.

Nix evaluates it with the stand-in package set, and restricted: Nix may read only these two, and fetch nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.nix import STANDIN, Derivation, FixedOutput, Nix, NixError
from tests.support.repos import Repo

pytestmark = pytest.mark.needs("nix-instantiate")

AUTHENTIK = Path(__file__).resolve().parents[2] / "nix" / "authentik"

FILES = (
    "api-go-vendor-hook.nix",
    "authentik-django.nix",
    "authentik-server.nix",
    "client-go.nix",
    "client-ts.nix",
    "default.nix",
    "python-deps.nix",
    "sources.nix",
    "test-build.nix",
    "webui-deps.nix",
    "webui.nix",
)

FIXED_OUTPUTS = {
    "authentik": "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc=",
    "authentik-client-go": "sha256-DwXw/0QcSDYQKVhPA8tStrSoZooriQex/9FxSJtR/QY=",
    "authentik-python-deps-2026.2.0": "sha256-DtpcYQyI07m7v84D/UC28Tj35R9wye6IX+1D0gMZPgY=",
    "authentik-server-2026.2.0-go-modules": "sha256-bdILiCQgDuzp+VJDVW3z2JxTtxlHkm9tmMHiA/Sx6ts=",
    "authentik-webui-deps-2026.2.0": "sha256-+4cWvFuixCcO7P+z701/0H+Ah/Z5sbLNsdx2Uowqwf4=",
    "source": "sha256-Q6SJed0K6eIrqQ9mNAD4RGx+YCJvnI5E+0KGp5fBtTU=",
}

SRC, CLIENT = "authentik", "authentik-client-go"
PYTHON, WEBUI = "authentik-python-deps-2026.2.0", "authentik-webui-deps-2026.2.0"

# The fixed outputs that each part of test-build.nix is built from.
PARTS: dict[str, set[str]] = {
    "src": {SRC},
    "client-go-src": {CLIENT},
    "client-go": {SRC, CLIENT},
    "client-ts": {SRC},
    "python-deps": {SRC, PYTHON},
    "webui-deps": {SRC, WEBUI},
    "webui": {SRC, WEBUI},
    "api-go-vendor-hook": {SRC, CLIENT},
    "authentik-django": {SRC, PYTHON, "source"},
    "authentik-server": set(FIXED_OUTPUTS),
    "assembled": set(FIXED_OUTPUTS),
}


def standin(system: str = "x86_64-linux") -> str:
    """The Nix expression of the stand-in package set."""
    return f'import {STANDIN} {{ system = "{system}"; }}'


def instantiate(nix: Nix, file: str, attribute: str | None = None, directory: Path = AUTHENTIK) -> list[str]:
    """The .drv paths of a file of the packaging, without the network."""
    return nix.instantiate(
        directory / file, attribute, arguments={"pkgs": standin()}, restricted_to=[directory, STANDIN]
    )


def the(derivations: dict[str, Derivation], name: str) -> Derivation:
    """The only derivation of that name."""
    (found,) = [each for each in derivations.values() if each.name == name]
    return found


def test_the_packaging_has_exactly_eleven_files() -> None:
    """Their names are in FILES."""
    assert sorted(path.name for path in AUTHENTIK.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
def test_nix_parses_every_file(nix: Nix, name: str) -> None:
    """The parser is that of real Nix."""
    assert nix.parse(AUTHENTIK / name)


@pytest.mark.parametrize("name", FILES)
def test_every_file_takes_pkgs(nix: Nix, name: str) -> None:
    """The formal `pkgs` has a default."""
    formals = nix.evaluate(f"builtins.functionArgs (import {AUTHENTIK / name})", restricted_to=[AUTHENTIK])
    assert isinstance(formals, dict)
    assert formals["pkgs"] is True


@pytest.mark.parametrize(("file", "attribute"), [("default.nix", None), ("test-build.nix", "assembled")])
def test_the_image_and_the_build_need_the_six_fixed_outputs(
    nix: Nix, file: str, attribute: str | None
) -> None:
    """All six are SHA-256 and recursive."""
    found = nix.fixed_outputs(instantiate(nix, file, attribute))
    assert [(fixed.name, fixed.digest) for fixed in found] == sorted(FIXED_OUTPUTS.items())
    assert {(fixed.algorithm, fixed.mode) for fixed in found} == {("sha256", "recursive")}


def test_sources_come_from_the_mirrors_by_tag_or_by_commit(nix: Nix) -> None:
    """Two come from the mirrors by tag, one from GitHub by commit id. The others have no single url."""
    found = nix.fixed_outputs(instantiate(nix, "default.nix"))
    commit = "ceb4fcc090851717a3069d78e85ceb1e86c2740c"
    assert {fixed.name: (fixed.url, fixed.revision) for fixed in found if fixed.url} == {
        "authentik": ("https://forge.eblu.me/mirrors/authentik.git", "version/2026.2.0"),
        "authentik-client-go": ("https://forge.eblu.me/mirrors/authentik-client-go.git", "v3.2026.2.0"),
        "source": (f"https://github.com/vsoch/oci-python/archive/{commit}.tar.gz", commit),
    }


def test_the_test_build_has_an_attribute_for_each_part(nix: Nix) -> None:
    """The attributes are those of `nix-build test-build.nix -A`."""
    names = nix.evaluate(
        f"builtins.attrNames (import {AUTHENTIK / 'test-build.nix'} {{ pkgs = {standin()}; }})",
        restricted_to=[AUTHENTIK, STANDIN],
    )
    assert names == sorted(PARTS)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_needs_only_its_own_fixed_outputs(nix: Nix, part: str) -> None:
    """The part evaluates to one derivation."""
    derivations = instantiate(nix, "test-build.nix", part)
    assert len(derivations) == 1
    assert {fixed.name for fixed in nix.fixed_outputs(derivations)} == PARTS[part]


@pytest.mark.parametrize(
    ("file", "part"), [(f"{part}.nix", part) for part in PARTS if (AUTHENTIK / f"{part}.nix").exists()]
)
def test_each_file_evaluates_with_pkgs_alone(nix: Nix, file: str, part: str) -> None:
    """The defaults of the file find the rest."""
    alone = nix.fixed_outputs(instantiate(nix, file))
    assert {fixed.name for fixed in alone} == PARTS[part]


@pytest.mark.needs("bash")
def test_the_update_script_bumps_the_packaging(nix: Nix, tmp_path: Path) -> None:
    """The script runs in any directory of a checkout, for the newest version or the given version."""
    (derivation,) = instantiate(nix, "test-build.nix", "assembled.updateScript")
    script = nix.realise(derivation)
    repo = Repo(tmp_path / "r")
    repo.write("deep/down/authentik-server.nix", "1").write("other/x", "1").commit()
    program = tmp_path / "bin" / "git-authguard"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "$PWD $*"\n')
    program.chmod(0o755)

    def said(*words: str) -> str:
        env = repo.environment(PATH=f"{program.parent}:{os.environ['PATH']}")
        asked = ["bash", str(script), *words]
        return subprocess.run(
            asked, cwd=repo.path / "other", env=env, capture_output=True, text=True, check=True
        ).stdout

    where = repo.path / "deep" / "down"
    assert said() == f"{where} bump latest\n"
    assert said("2026.2.1", "--commit") == f"{where} bump 2026.2.1 --commit\n"


def test_the_assembled_application_has_the_web_interface(nix: Nix) -> None:
    """Without the assembly it has a placeholder."""
    assembled = nix.closure(instantiate(nix, "test-build.nix", "assembled"))
    alone = nix.closure(instantiate(nix, "test-build.nix", "authentik-server"))
    webui = the(assembled, "authentik-webui-2026.2.0").path
    placeholder = the(alone, "authentik-webui-placeholder").path

    assert webui in the(assembled, "authentik-django-2026.2.0").inputs
    assert (
        the(assembled, "authentik-django-2026.2.0").path in the(assembled, "authentik-server-2026.2.0").inputs
    )
    assert "authentik-webui-placeholder" not in {each.name for each in assembled.values()}
    assert placeholder in the(alone, "authentik-django-2026.2.0").inputs


def test_the_image_holds_the_assembled_parts(nix: Nix) -> None:
    """default.nix and test-build.nix use the same server, application and web interface."""
    image = nix.closure(instantiate(nix, "default.nix"))
    assembled = nix.closure(instantiate(nix, "test-build.nix", "assembled"))
    for part in ("server", "django", "webui"):
        name = f"authentik-{part}-2026.2.0"
        assert the(image, name).path == the(assembled, name).path
        assert the(assembled, name).path in the(assembled, "authentik-assembled-2026.2.0").inputs


def test_the_hash_of_the_modules_needs_no_path_of_the_server(nix: Nix) -> None:
    """A patch puts the server's paths into the server, and not into the fixed output of its modules."""
    derivations = nix.closure(instantiate(nix, "test-build.nix", "assembled"))
    server = the(derivations, "authentik-server-2026.2.0")
    modules = the(derivations, "authentik-server-2026.2.0-go-modules")

    assert "substituteInPlace" in server.env["postPatch"]
    assert modules.env["postPatch"] == ""
    behind = {each.name for each in nix.closure([modules.path]).values()}
    assert not behind & {"authentik-django-2026.2.0", "authentik-webui-2026.2.0"}
    # Both modules are built with the hook, so the hook must distinguish them.
    hook = the(derivations, "authentik-api-go-vendor-hook").path
    assert hook in server.inputs
    assert hook in modules.inputs


@pytest.mark.needs("bash")
@pytest.mark.parametrize(("output_hash", "expected"), [("", "generated"), ("sha256-x", "published")])
def test_the_hook_changes_no_fixed_output(nix: Nix, tmp_path: Path, output_hash: str, expected: str) -> None:
    """The real hook replaces the vendored client, unless `outputHash` is set."""
    client = 'pkgs.runCommand "client" { } "mkdir $out; echo generated > $out/api.go"'
    (derivation,) = nix.instantiate(
        AUTHENTIK / "api-go-vendor-hook.nix",
        arguments={"pkgs": standin(), "client-go": f"let pkgs = {standin()}; in {client}"},
    )
    hook = nix.realise(derivation) / "nix-support" / "setup-hook"
    vendored = tmp_path / "vendor" / "goauthentik.io" / "api" / "v3" / "api.go"
    vendored.parent.mkdir(parents=True)
    vendored.write_text("published\n")

    run_hooks = 'postConfigureHooks=(); . "$1"; for hook in "${postConfigureHooks[@]}"; do "$hook"; done'
    command = ["bash", "-euc", run_hooks, "bash", str(hook)]
    subprocess.run(
        command, cwd=tmp_path, env={"outputHash": output_hash, "PATH": "/usr/bin:/bin"}, check=True
    )

    assert vendored.read_text() == f"{expected}\n"


def test_a_platform_without_a_hash_is_an_error(nix: Nix) -> None:
    """The web interface's modules have a hash for x86_64-linux; other platforms get an error."""
    with pytest.raises(NixError, match="there is no hash for aarch64-linux yet"):
        nix.instantiate(AUTHENTIK / "webui-deps.nix", arguments={"pkgs": standin("aarch64-linux")})


def test_an_evaluation_cannot_reach_the_network(nix: Nix) -> None:
    """The restricted mode of these evaluations forbids a fetch."""
    with pytest.raises(NixError, match="forbidden in restricted mode"):
        nix.evaluate(
            'builtins.readFile (builtins.fetchurl "http://127.0.0.1:9/x")', restricted_to=[AUTHENTIK]
        )


def test_the_flake_is_only_a_default(nix: Nix) -> None:
    """Without pkgs, test-build.nix asks for the flake `nixpkgs`, which this test cannot fetch."""
    with pytest.raises(NixError, match="cannot find flake 'flake:nixpkgs'"):
        nix.instantiate(AUTHENTIK / "test-build.nix", "assembled", restricted_to=[AUTHENTIK])


def test_ci_reads_the_version_from_the_first_line_that_has_one(nix: Nix) -> None:
    """The first version in default.nix, which CI greps for, is the version in sources.nix."""
    text = (AUTHENTIK / "default.nix").read_text()
    stated = re.search(r'^\s*version\s*=\s*"([^"]*)"', text, re.MULTILINE)
    assert stated is not None
    version = nix.evaluate(f"(import {AUTHENTIK / 'sources.nix'} {{ pkgs = {standin()}; }}).version")
    assert stated[1] == version == "2026.2.0"


def test_nix_notices_the_bundles_of_a_bump_but_not_the_sources(nix: Nix, tmp_path: Path) -> None:
    """The version moves and no hash does: the sources keep their store paths, but the bundles do not."""
    bumped = tmp_path / "authentik"
    shutil.copytree(AUTHENTIK, bumped)
    sources = bumped / "sources.nix"
    sources.write_text(sources.read_text().replace("2026.2.0", "2026.2.1"))

    def by_digest(directory: Path) -> dict[str, FixedOutput]:
        found = nix.fixed_outputs(instantiate(nix, "test-build.nix", "assembled", directory))
        return {fixed.digest: fixed for fixed in found}

    before, after = by_digest(AUTHENTIK), by_digest(bumped)
    assert after.keys() == before.keys()
    assert after[FIXED_OUTPUTS["authentik"]].revision == "version/2026.2.1"
    unnoticed = {before[each].name for each in before if before[each].store_path == after[each].store_path}
    assert unnoticed == {"authentik", "authentik-client-go", "source"}
