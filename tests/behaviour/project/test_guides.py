"""The blocks of README.md and docs/ that install authguard or hand it to another program, run by their own text.

Only the host of the text is replaced: by a repository with the present files of this project, at the tag of the text.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from authguard import __version__
from tests.behaviour.project.test_ci_templates import source
from tests.behaviour.project.test_readme import BLOCKS, HASH, INSTALLERS, OTHER, Block, package
from tests.behaviour.test_nix_package import evaluated
from tests.support.packaging import DIRECTORY
from tests.support.repos import ROOT, Repo

if TYPE_CHECKING:
    from tests.support.nix import Nix
    from tests.support.packaging import Packaging

HOST = "https://forge.example.org/authguard"
MANAGERS = {"yaml": [sys.executable, "-m", "pre_commit"], "toml": ["prek"]}
FILES = {"yaml": ".pre-commit-config.yaml", "toml": "prek.toml"}
CONFIGS = [
    each
    for each in BLOCKS
    if each.language in MANAGERS and re.search(r"(?m)^repos:|\[\[repos\]\]", each.text)
]
LINES = sorted(
    {
        (line, *([] if follow is None else [follow]))
        for each in BLOCKS
        if each.language == "sh"
        for line, follow in zip(each.text.splitlines(), [*each.text.splitlines()[1:], None], strict=True)
        if line.startswith(INSTALLERS)
    }
)
NIX = [each.text for each in BLOCKS if each.page.name == "nix.md"]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the present files, at the tag of this version."""
    root = source(tmp_path_factory.mktemp("published"))
    (root / ".pre-commit-hooks.yaml").write_bytes((ROOT / ".pre-commit-hooks.yaml").read_bytes())
    repo = Repo(root)
    repo.commit("authguard")
    repo.git("tag", f"v{__version__}")
    return root


@pytest.fixture
def clone(tmp_path: Path) -> Repo:
    """A package at version 1, pushed to main of a bare repository."""
    Repo(tmp_path / "bare.git", "--bare")
    repo = Repo(tmp_path / "clone")
    repo.git("remote", "add", "origin", str(tmp_path / "bare.git"))
    repo.write("a.nix", package(1, HASH)).commit("one")
    repo.git("push", "--quiet", "origin", "HEAD:main")
    repo.git("fetch", "--quiet", "origin")
    return repo


def run(repo: Repo, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a repository, with the environment of the tests: wheels instead of a network."""
    env = {**os.environ, **repo.environment(), **more}
    return subprocess.run(words, cwd=repo.path, env=env, capture_output=True, text=True, check=False)


def test_the_guides_have_each_way_to_install() -> None:
    """The other tests of this file run these blocks."""
    assert [each.language for each in CONFIGS].count("yaml") == 2
    assert [each.language for each in CONFIGS].count("toml") == 2
    assert {line[0].split(" install")[0] for line in LINES} == {"pip", "uv tool"}
    assert len(NIX) == 5


@pytest.mark.needs("wheels", "pre-commit", "prek", "uv")
@pytest.mark.parametrize("block", CONFIGS, ids=lambda each: f"{each.page.name}-{each.language}")
def test_a_config_of_a_hook_manager_stops_stale_commits_and_pushes(
    published: Path, clone: Repo, block: Block
) -> None:
    """After `install`, right commits and right pushes go through."""
    text = block.text.replace(HOST, str(published))
    assert f"v{__version__}" in text
    assert text != block.text
    clone.write(FILES[block.language], text).stage()
    installed = run(clone, *MANAGERS[block.language], "install")
    assert installed.returncode == 0, installed
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = run(clone, "git", "commit", "-m", "config", PATH=path)
    assert done.returncode == 0, done
    clone.write("a.nix", package(2, HASH)).stage()
    done = run(clone, "git", "commit", "-m", "stale", PATH=path)
    assert done.returncode == 1, done
    assert "AG201" in done.stdout + done.stderr
    if "authguard-gate" in text:
        clone.git("commit", "--quiet", "--no-verify", "--message=stale")
        done = run(clone, "git", "push", "origin", "HEAD:main", PATH=path, GIT_ALLOW_PROTOCOL="file")
        assert done.returncode == 1, done
        assert "AG201" in done.stdout + done.stderr
        clone.write("a.nix", package(2, OTHER)).stage()
        clone.git("commit", "--quiet", "--no-verify", "--amend", "--message=right")
        done = run(clone, "git", "push", "origin", "HEAD:main", PATH=path, GIT_ALLOW_PROTOCOL="file")
        assert done.returncode == 0, done


@pytest.fixture
def tools(tmp_path: Path) -> dict[str, str]:
    """An environment without authguard: PATH has a new virtual environment, uv and its tools, and /usr/bin."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    uv = tmp_path / "uv"
    uv.mkdir()
    (uv / "uv").symlink_to(Path(sys.executable).parent / "uv")
    home = tmp_path / "home"
    local = home / ".local"
    return {
        "HOME": str(home),
        "PATH": os.pathsep.join(map(str, (local / "bin", tmp_path / "venv/bin", uv, "/usr/bin", "/bin"))),
        "UV_TOOL_DIR": str(local / "tools"),
        "UV_TOOL_BIN_DIR": str(local / "bin"),
        "UV_PYTHON": sys.executable,
        "MANPAGER": "cat",
    }


@pytest.mark.needs("wheels", "uv", "man")
@pytest.mark.parametrize("lines", LINES, ids=lambda each: each[0].split(" install")[0].replace(" ", "-"))
def test_the_printed_lines_install_the_command_and_its_manual(
    published: Path, clone: Repo, tools: dict[str, str], lines: tuple[str, ...]
) -> None:
    """Git finds the manual without MANPATH."""
    assert "MANPATH" not in os.environ
    text = "\n".join(lines).replace(HOST, f"file://localhost{published}")
    assert f"@v{__version__}" in text
    done = run(clone, "bash", "-euc", text, GIT_ALLOW_PROTOCOL="file", **tools)
    assert done.returncode == 0, done
    assert run(clone, "git", "authguard", "--version", **tools).stdout == f"authguard {__version__}\n"
    assert "SYNOPSIS" in run(clone, "git", "authguard", "help", **tools).stdout
    if run(clone, "git", "help", "authguard", **tools).returncode != 0:
        linked = run(clone, "git", "authguard", "help", "--link", **tools)
        assert linked.returncode == 0, linked
    done = run(clone, "git", "help", "authguard", **tools)
    assert done.returncode == 0, done
    assert "GIT-AUTHGUARD(1)" in done.stdout
    clone.write("a.nix", package(2, HASH)).stage()
    done = run(clone, "git", "authguard", "check", **tools)
    assert done.returncode == 1, done


@pytest.mark.needs("git")
def test_the_alias_of_jj_judges_the_commits_after_main(clone: Repo) -> None:
    """The tool runs the command as it is written."""
    (table,) = [
        tomllib.loads(each.text) for each in BLOCKS if each.language == "toml" and "[aliases]" in each.text
    ]
    util, run_it, mark, *words = table["aliases"]["guard"]
    assert (util, run_it, mark) == ("util", "exec", "--")
    (line,) = [
        each.text
        for each in BLOCKS
        if each.page.name == "hooks.md" and "--base main" in each.text and each.language == "sh"
    ]
    assert words == shlex.split(line)
    clone.git("checkout", "--quiet", "--detach")
    for digest, code in ((OTHER, 0), (HASH, 1)):
        clone.write("a.nix", package(2, digest)).stage()
        clone.record("two", "--amend") if code else clone.record("two")
        assert run(clone, *words).returncode == code


@pytest.mark.needs("nix-instantiate")
def test_nix_evaluates_each_block_of_the_nix_guide(nix: Nix) -> None:
    """The tag, the outputs, the hooks and the options in the blocks exist in this project."""
    flake, call, hooks, parts, home = NIX
    found = evaluated(nix, f"({flake}).inputs.authguard.url")
    assert found == f"git+{HOST}?ref=v{__version__}"
    assert evaluated(nix, f"let authguard-source = {ROOT}; in ({call}).name") == f"authguard-{__version__}"
    made = evaluated(
        nix,
        f"""let
          system = "x86_64-linux"; authguard = flake; git-hooks.lib.${{system}}.run = given: given;
          made = {hooks};
          module = import (builtins.head made.imports) {{ inherit lib pkgs; config = module.config; }};
        in {{ known = builtins.attrNames module.config.hooks; named = builtins.attrNames made.hooks; }}""",
    )
    assert set(made["named"]) <= set(made["known"])
    assert len(made["named"]) == 2
    (path,) = evaluated(nix, f"let inputs.authguard = flake; in map toString ({parts}).imports")
    assert Path(path).samefile(ROOT / "nix/flake-module.nix")
    made = evaluated(
        nix,
        f"""let
          inputs.authguard = flake;
          made = {home};
          module = import (builtins.head made.imports) {{
            inherit pkgs; config = made;
            lib = lib // {{ mkEnableOption = null; mkOption = null; mkIf = _: it: it; }};
          }};
        in {{
          known = builtins.attrNames module.options.programs.git-authguard;
          named = builtins.attrNames made.programs.git-authguard;
          inherit (module.config.programs.git.settings.authguard) builders;
        }}""",
    )
    assert set(made["named"]) <= set(made["known"])
    assert made["builders"] == ["ringtail"]


CONSOLE = sorted(
    {
        line[2:]
        for each in BLOCKS
        if each.language == "console"
        for line in each.text.splitlines()
        if line.startswith("$ git authguard ")
    }
)


@pytest.mark.parametrize("line", CONSOLE)
def test_a_printed_command_writes_true_hashes_on_the_branch_of_a_bot(packaging: Packaging, line: str) -> None:
    """The branch moves a version, and the command fixes the sources that it names."""
    packaging.git("update-ref", "refs/remotes/origin/main", "HEAD")
    packaging.git("switch", "--quiet", "--create", "bot")
    for name in ("authentik-django.nix", "python-deps.nix", "webui-deps.nix", "authentik-server.nix"):
        packaging.git("rm", "--quiet", f"{DIRECTORY}/{name}")
    packaging.bump("2026.2.1")
    packaging.commit("2026.2.1")
    done = packaging.authguard(*shlex.split(line)[2:])
    assert done.code == 0, done
    packaging.git("add", "--all")  # a command for the work tree does not stage
    said = packaging.authguard("verify", f"{DIRECTORY}/sources.nix#src")
    assert said.code == 0, said
