"""README.md and docs/: each block of code is parsed or run, and each link leads somewhere."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

import pytest
import yaml

from authguard.cli.parser import find
from authguard.config.schema import parse
from tests.support.packaging import DIRECTORY
from tests.support.repos import ROOT, Repo

if TYPE_CHECKING:
    from tests.support.nix import Nix
    from tests.support.packaging import Packaging

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
OTHER_PAGES = [*(path for path in sorted(ROOT.glob("*.md")) if path.name != "README.md")]
OTHER_PAGES += [ROOT / "evaluation" / "README.md"]
LANGUAGES = {"", "console", "elisp", "json", "lua", "nix", "sh", "text", "toml", "vim", "yaml"}
INSTALLERS = ("pip install", "uv tool install", "pipx install")
"""Commands that need the network; for the other lines, authguard is installed before."""

HASH = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="
OTHER = "sha256-DwXw/0QcSDYQKVhPA8tStrSoZooriQex/9FxSJtR/QY="


class Block(NamedTuple):
    """A block of code."""

    page: Path
    language: str
    text: str


BLOCKS = [
    Block(page, match[1], match[3])
    for page in PAGES
    for match in re.finditer(r"^```(\w*)( [^\n]*)?\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL)
]


def of(language: str) -> list[object]:
    """Return the blocks of a language as parameters."""
    return [
        pytest.param(each, id=f"{each.page.name}-{number}")
        for number, each in enumerate(BLOCKS)
        if each.language == language
    ]


def package(version: int, digest: str) -> str:
    """Return a package with a source that is fetched by a tag."""
    return f'{{ fetchgit }}: fetchgit {{ url = "https://example.org/a"; rev = "v{version}"; hash = "{digest}"; }}\n'


def test_every_language_of_a_block_has_a_test() -> None:
    """A block in a language without a test in this file would be untested code."""
    assert {each.language for each in BLOCKS} <= LANGUAGES
    assert len(BLOCKS) > 30


@pytest.mark.parametrize("block", of("toml"))
def test_blocks_of_toml_can_be_read(block: Block) -> None:
    """A config of authguard is read completely."""
    table = tomllib.loads(block.text)
    if not {"repos", "aliases"} & set(table):
        parse("authguard.toml", block.text.encode())


@pytest.mark.parametrize("block", of("yaml"))
def test_blocks_of_yaml_name_only_hooks_and_inputs_that_exist(block: Block) -> None:
    """The hooks are those of the manifest, and the inputs are those of the action."""
    document = yaml.safe_load(block.text)
    declared = {each["id"] for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    for repo in document.get("repos", []):
        assert {hook["id"] for hook in repo["hooks"]} <= declared
    inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
    for job in document.get("jobs", {}).values():
        for step in job["steps"]:
            if "authguard" in step.get("uses", ""):
                assert set(step.get("with", {})) <= set(inputs)


@pytest.mark.needs("nix-instantiate")
@pytest.mark.parametrize("block", of("nix"))
def test_blocks_of_nix_can_be_parsed(nix: Nix, block: Block, tmp_path: Path) -> None:
    """Nix parses the block, or parses it as a binding within a set."""
    file = tmp_path / "block.nix"
    binding = re.search(r"^\w+ = ", block.text, re.MULTILINE) and not block.text.startswith(
        ("{", "git-hooks")
    )
    # Names that the page explains may come from anywhere.
    file.write_text("with { }; " + (f"{{ {block.text} }}" if binding else block.text))
    nix.parse(file)


@pytest.mark.needs("git", "bash")
@pytest.mark.parametrize("block", of("sh"))
def test_blocks_of_sh_run_in_a_clone(block: Block, tmp_path: Path) -> None:
    """The clone has a right change on a branch. Lines that install from a network do not run."""
    Repo(tmp_path / "bare.git", "--bare")
    repo = Repo(tmp_path / "clone")
    repo.git("remote", "add", "origin", str(tmp_path / "bare.git"))
    repo.write("a.nix", package(1, HASH)).commit("one")
    repo.git("push", "--quiet", "origin", "HEAD:main")
    repo.git("fetch", "--quiet", "origin")
    repo.git("checkout", "--quiet", "-b", "bump")
    repo.write("a.nix", package(2, OTHER)).commit("two")
    lines = [line for line in block.text.splitlines() if not line.startswith(INSTALLERS)]
    if lines and lines[0].startswith("#!"):
        return  # a complete script, which has a separate test
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(lines)],
        cwd=repo.path,
        env=repo.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.needs("git", "bash")
def test_the_pre_receive_hook_refuses_a_stale_push(tmp_path: Path) -> None:
    """The repository is bare, and the hook accepts a right push."""
    (script,) = [each.text for each in BLOCKS if each.language == "sh" and each.text.startswith("#!")]
    bare = Repo(tmp_path / "bare.git", "--bare")
    repo = Repo(tmp_path / "clone")
    repo.git("remote", "add", "origin", str(bare.path))
    repo.write("a.nix", package(1, HASH)).commit("one")
    repo.git("push", "--quiet", "origin", "HEAD:main")
    hook = bare.path / "hooks" / "pre-receive"
    hook.write_text(script)
    hook.chmod(0o755)
    repo.write("a.nix", package(2, HASH)).commit("stale", "--no-verify")
    refused = repo.run("push", "origin", "HEAD:main")
    assert refused.returncode != 0
    assert "AG201" in refused.stderr
    assert repo.run("push", "origin", "HEAD:refs/heads/new").returncode != 0
    repo.write("a.nix", package(2, OTHER)).stage()
    repo.git("commit", "--quiet", "--amend", "--message", "right")
    assert repo.run("push", "origin", "HEAD:main").returncode == 0


@pytest.mark.parametrize("block", of("json"))
def test_a_block_of_json_has_a_pattern_that_reads_the_short_format(block: Block) -> None:
    """The pattern is that of a problem matcher in an editor."""
    (task,) = json.loads(block.text)["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    match = re.match(pattern["regexp"], "pkgs/a.nix:7:12: error AG201 src: rev moved")
    assert match
    found = {name: match[group] for name, group in pattern.items() if name != "regexp"}
    assert found == {
        "file": "pkgs/a.nix",
        "line": "7",
        "column": "12",
        "severity": "error",
        "code": "AG201",
        "message": "src: rev moved",
    }


@pytest.mark.parametrize("block", [*of("console"), *of("lua")])
def test_the_command_line_accepts_each_command_of_the_blocks(block: Block) -> None:
    """The blocks show commands of a terminal or an editor."""
    text = block.text.replace('cmd = "git",\n  args = { "', "git ").replace('", "', " ").replace('" }', '"')
    commands = re.findall(r"git authguard ([^\"\n]+)", text)
    assert commands or "git commit" in text
    for command in commands:
        name, *words = shlex.split(command)
        find(name).parser().read(words)


@pytest.mark.needs("git")
def test_authguard_prints_the_output_that_the_blocks_show(packaging: Packaging) -> None:
    """The lines below a command are compared with the real output."""
    sources = packaging.path / DIRECTORY / "sources.nix"
    sources.write_text(sources.read_text().replace('version = "2026.2.0"', 'version = "2026.2.1"'))
    packaging.git("add", "--all")
    printed = packaging.authguard("check", "--ignore", "AG101").out.replace("monorepo", "authentik")
    outputs = [
        re.sub(r"^\$ .*\n", "", block.text, flags=re.MULTILINE)
        for block in BLOCKS
        if block.language == "console"
    ]
    wanted = [line.strip() for output in outputs for line in unwrapped(output).splitlines()]
    assert wanted
    assert [line for line in wanted if line not in unwrapped(printed)] == []


def unwrapped(report: str) -> str:
    """Join the lines of each message."""
    return re.sub(r"\n {4}(?=\S)", " ", report)


@pytest.mark.needs("vim")
def test_the_errorformat_of_vim_reads_each_line(tmp_path: Path) -> None:
    """Vim finds the place, the kind and the message."""
    (block,) = [each.text for each in BLOCKS if each.language == "vim"]
    (tmp_path / "vimrc").write_text(block)
    lines = ["a.nix:7:12: error AG201 x", "b.nix:1:2: warning AG203 y", "c.nix:3:4: note AG209 z"]
    (tmp_path / "found").write_text("\n".join(lines) + "\n")
    fields = "[bufname(e.bufnr), e.lnum, e.col, e.type, e.text]"
    (tmp_path / "run.vim").write_text(
        "source vimrc\ncgetfile found\n"
        f"call writefile(map(getqflist(), {{_, e -> join({fields}, '|')}}), 'out')\n"
        "qall!\n"
    )
    subprocess.run(
        ["vim", "-u", "NONE", "-N", "-es", "-S", "run.vim"],
        cwd=tmp_path,
        check=False,
        timeout=600,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    assert (tmp_path / "out").read_text().splitlines() == [
        "a.nix|7|12|e|AG201 x",
        "b.nix|1|2|w|AG203 y",
        "c.nix|3|4|n|AG209 z",
    ]


LINES = ["a.nix:7:12: error AG201 x: y", "pkgs/b-c.nix:1:2: warning AG203 y", "c.nix:3:4: note AG209 z"]
NVIM_LINT = """\
local made = {}
package.preload["lint"] = function() return { linters = made, linters_by_ft = {} } end
package.preload["lint.parser"] = function()
  return { from_pattern = function(...) return { ... } end }
end
dofile("block.lua")
local pattern, groups, severities = unpack(made.authguard.parser)
for line in io.lines("found") do
  local fields = { line:match(pattern) }
  for at, name in ipairs(groups) do
    io.write(name == "severity" and severities[fields[at]] or fields[at], at == #groups and "\\n" or "|")
  end
end
"""


@pytest.mark.needs("nvim")
def test_the_linter_of_neovim_reads_each_line(tmp_path: Path) -> None:
    """The pattern finds place, severity, code and message in Neovim's own Lua."""
    (block,) = [each.text for each in BLOCKS if each.language == "lua"]
    (tmp_path / "block.lua").write_text(block)
    (tmp_path / "found").write_text("\n".join(LINES) + "\n")
    (tmp_path / "run.lua").write_text(NVIM_LINT)
    env = {**os.environ, "HOME": str(tmp_path)}
    done = subprocess.run(
        ["nvim", "-l", "run.lua"], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    assert (done.stdout or done.stderr).splitlines() == [
        "a.nix|7|12|1|AG201|x: y",
        "pkgs/b-c.nix|1|2|2|AG203|y",
        "c.nix|3|4|3|AG209|z",
    ]


FLYMAKE = """\
;; -*- lexical-binding: t -*-
(require 'flymake)
(load (expand-file-name "block.el") nil t)
(find-file "a.nix")
(let (answer)
  (authguard-flymake (lambda (found) (setq answer (cons t found))))
  (while (not answer) (accept-process-output nil 0.1))
  (dolist (each (cdr answer))
    (princ (format "%s|%s|%s\\n" (line-number-at-pos (flymake-diagnostic-beg each))
                   (flymake-diagnostic-type each) (flymake-diagnostic-text each)))))
"""


@pytest.mark.needs("emacs", "git")
def test_the_backend_of_flymake_shows_the_finding_at_its_line(tmp_path: Path) -> None:
    """Emacs runs the check of the saved file."""
    (block,) = [each.text for each in BLOCKS if each.language == "elisp"]
    repo = Repo(tmp_path / "repo").write("a.nix", package(1, HASH))
    repo.commit("one")
    repo.write("a.nix", package(2, HASH))
    repo.write("block.el", f";; -*- lexical-binding: t -*-\n{block}").write("run.el", FLYMAKE)
    done = subprocess.run(
        ["emacs", "--quick", "--batch", "--load", "run.el"],
        cwd=repo.path,
        env=repo.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("1|:error|AG201 hash: rev moved from v1 to v2"), done


@pytest.mark.parametrize("page", [*PAGES, *OTHER_PAGES], ids=lambda page: page.name)
def test_links_lead_to_a_file_and_a_heading(page: Path) -> None:
    """A generated page of the site is a file too."""
    generated = {ROOT / "docs" / "rules" / "index.md", ROOT / "docs" / "move-classes.md"}
    for target in re.findall(r"\]\(([^)\s]+)[^)]*\)", page.read_text()):
        if "://" not in target and not target.startswith("mailto:"):
            name, _, anchor = target.partition("#")
            path = (page.parent / name).resolve() if name else page
            assert path.exists() or path in generated, target
            if anchor and path.exists():
                assert anchor in anchors(path), target


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub and MkDocs make them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_the_drawings_are_those_that_the_script_writes(tmp_path: Path) -> None:
    """Each drawing is light and dark, and loads nothing."""
    subprocess.run(["python", ROOT / "scripts" / "drawings.py", tmp_path], check=True)
    drawn = sorted(each.name for each in tmp_path.iterdir())
    assert drawn == ["bump.svg", "pair.svg"]
    page = (ROOT / "docs" / "how-it-works.md").read_text()
    for name in drawn:
        text = (tmp_path / name).read_text()
        assert text == (ROOT / "docs" / name).read_text()
        ElementTree.fromstring(text)  # noqa: S314 - our own file
        assert "prefers-color-scheme: dark" in text
        assert not re.search(r"(?:href|src)=|url\(http", text)
        assert f"]({name})" in page


def test_the_picture_loads_nothing_from_other_hosts(tmp_path: Path) -> None:
    """The script draws a run of the present version."""
    file = tmp_path / "check.svg"
    subprocess.run(["python", ROOT / "scripts" / "picture.py", file], check=True)
    for path in (file, ROOT / "docs" / "check.svg"):
        text = path.read_text()
        ElementTree.fromstring(text)  # noqa: S314 - our own file
        assert "AG201" in text
        assert not re.search(r"(?:href|src)=|url\(http", text)
