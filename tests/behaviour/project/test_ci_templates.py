"""action.yml and the templates in ci/, each run by its own shell steps in a clone of a bare repository."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from filelock import FileLock

from tests.support.repos import ROOT, Repo
from tests.support.servers import HttpGit

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.needs("bash", "git", "wheels")

HASH = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="
OTHER = "sha256-DwXw/0QcSDYQKVhPA8tStrSoZooriQex/9FxSJtR/QY="
PACKAGE = """\
{{ fetchgit }}:
fetchgit {{
  url = "https://example.org/a.git";
  rev = "v{version}";
  hash = "{digest}";
}}
"""
IMAGE = """\
[[gate]]
name = "image"
paths = ["containers/authentik/**"]
file = "containers/authentik/default.nix"
tag = "v{version}-{sha7}-nix"
"""
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")


class Installed:
    """The environments that steps of this file made: most templates install by the same lines, which are run once.

    All processes that run tests share them.
    """

    def __init__(self, root: Path) -> None:
        """Copy the project to install from below ``root``; pip builds in place."""
        self.root = root
        with FileLock(f"{root}.lock"):
            self.project = root / "authguard" if root.is_dir() else source(root)

    def by(
        self, script: str, runner: Runner, environment: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run a step that installs into $RUNNER_TEMP/authguard, or link its environment if it ran before."""
        key = hashlib.sha256(json.dumps([script, environment]).encode()).hexdigest()
        temp = self.root / key
        with FileLock(f"{temp}.lock"):
            if temp.is_dir():
                link = runner.temp / "authguard"
                link.symlink_to(temp / "authguard")
                runner.files["GITHUB_PATH"].write_text(f"{link / 'bin'}\n")
                return subprocess.CompletedProcess([], 0, "", "")
            temp.mkdir()
            done = runner.run(script, **environment, RUNNER_TEMP=str(temp))
            if done.returncode != 0:
                shutil.rmtree(temp)
        return done


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The environments of this file."""
    base = tmp_path_factory.getbasetemp()
    is_of_several = "PYTEST_XDIST_WORKER" in os.environ
    return Installed((base.parent if is_of_several else base) / "installed")


class Runner:
    """A clone, as a CI system checks out a branch, with the variables and files that its steps use."""

    def __init__(self, tmp_path: Path, digest: str, installed: Installed) -> None:
        """Make a bare repository with main, and a branch that moves a revision; then clone the branch.

        The branch has modules with names that an install imports. None of them may run.
        """
        self.installed = installed
        Repo(tmp_path / "bare.git", "--bare")
        writer = Repo(tmp_path / "writer")
        writer.write("a.nix", PACKAGE.format(version=1, digest=HASH)).commit("one")
        self.base = writer.git("rev-parse", "HEAD")
        writer.git("push", "--quiet", str(tmp_path / "bare.git"), "HEAD:refs/heads/main")
        for name in ("venv.py", "pip.py", "ensurepip.py", "authguard.py"):
            writer.write(name, 'raise SystemExit("a module of the checkout ran")\n')
        writer.write("a.nix", PACKAGE.format(version=2, digest=digest)).commit("two")
        writer.git("push", "--quiet", str(tmp_path / "bare.git"), "HEAD:refs/heads/bump")
        self.clone = tmp_path / "clone"
        subprocess.run(
            ["git", "clone", "--quiet", "--branch", "bump", tmp_path / "bare.git", self.clone],
            check=True,
            env=writer.environment(),
        )
        self.temp = tmp_path / "temp"
        self.temp.mkdir()
        self.files = {
            name: tmp_path / name for name in ("GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
        }
        for path in self.files.values():
            path.touch()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")},
            **{name: str(path) for name, path in self.files.items()},
            "RUNNER_TEMP": str(self.temp),
            "AUTHGUARD": str(installed.project),
        }

    def run(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run one step as a runner does: bash that stops at the first error, in the clone."""
        added = self.files["GITHUB_PATH"].read_text().split()
        path = os.pathsep.join([*reversed(added), self.environment["PATH"]])
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.clone,
            env={**self.environment, **environment, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )

    def outputs(self) -> dict[str, str]:
        """Return the outputs that the steps set so far."""
        lines = self.files["GITHUB_OUTPUT"].read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)


def source(tmp_path: Path) -> Path:
    """Return a copy of this project to install from: pip builds in place."""
    copy = tmp_path / "authguard"
    ignored = shutil.ignore_patterns("__pycache__", ".*", "tests", "benchmarks", "evaluation")
    shutil.copytree(ROOT, copy, ignore=ignored)
    return copy


def steps_of(
    runner: Runner, steps: list[dict[str, Any]], values: dict[str, str]
) -> list[tuple[str, str, int]]:
    """Run the shell steps of a workflow; returns (name, output, exit code) of each until one fails."""

    def filled(text: str) -> str:
        def value(match: re.Match[str]) -> str:
            for name in (part.strip() for part in match[1].split("||")):
                found = values.get(name) or runner.outputs().get(name.rpartition(".")[2], "")
                if found:
                    return found
            return ""

        return EXPRESSION.sub(value, text)

    done = []
    for step in steps:
        if "run" not in step:
            continue
        environment = {name: filled(text) for name, text in step.get("env", {}).items()}
        script = filled(step["run"])
        if step["name"] == "Install authguard":
            one = runner.installed.by(script, runner, environment)
        else:
            one = runner.run(script, **environment)
        done.append((step["name"], one.stdout + one.stderr, one.returncode))
        if one.returncode:
            break
    return done


@pytest.mark.parametrize(("event", "digest", "code"), [("pull_request", HASH, 1), ("new branch", OTHER, 0)])
def test_the_action_annotates_the_finding_and_fails(
    tmp_path: Path, installed: Installed, event: str, digest: str, code: int
) -> None:
    """The action writes a summary and a SARIF file before it fails."""
    runner = Runner(tmp_path, digest, installed)
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    values = {f"inputs.{name}": each["default"] for name, each in action["inputs"].items()}
    values["github.action_path"] = str(installed.project)
    values["github.event.repository.default_branch"] = "main"
    if event == "pull_request":
        values["github.event.pull_request.base.sha"] = runner.base
    else:
        values["github.event.before"] = "0" * 40
    done = steps_of(runner, action["runs"]["steps"], values)
    assert [exit_code for _, _, exit_code in done] == [0, 0, code], done
    assert [name for name, _, _ in done] == ["Install authguard", "Check the range", "Fail on findings"]
    annotated = done[1][1]
    assert ("::error file=a.nix,line=5," in annotated) is bool(code), annotated
    assert runner.files["GITHUB_STEP_SUMMARY"].read_text().startswith("### authguard: ")
    sarif = json.loads((runner.temp / "authguard.sarif").read_text())
    assert len(sarif["runs"][0]["results"]) == code
    assert runner.outputs()["exit-code"] == str(code)


def test_the_forgejo_workflow_installs_authguard_and_runs_check(tmp_path: Path, installed: Installed) -> None:
    """The workflow has two steps, and the second one reports the stale hash."""
    runner = Runner(tmp_path, HASH, installed)
    workflow = yaml.safe_load((ROOT / "ci" / "forgejo.yml").read_text())
    values = {"github.event.pull_request.base.sha": runner.base}
    done = steps_of(runner, workflow["jobs"]["check"]["steps"], values)
    assert [exit_code for _, _, exit_code in done] == [0, 1], done
    assert "error[AG201]" in done[1][1]


@pytest.mark.parametrize("path", sorted((ROOT / "ci").glob("forgejo*.yml")), ids=lambda path: path.stem)
def test_one_place_names_the_default_branch(path: Path) -> None:
    """A comment names the place; the steps read the name from the event."""
    workflow = yaml.safe_load(path.read_text())
    scripts = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]
    assert "origin/main" not in "".join(scripts)
    if workflow[True]["push"]["branches"] == ["main"]:
        assert "under branches" in " ".join(path.read_text().partition("name:")[0].split("\n# "))


@pytest.mark.parametrize(("digest", "code"), [(HASH, 1), (OTHER, 0)], ids=["stale", "right"])
def test_the_gitlab_job_writes_a_report_even_if_it_fails(
    tmp_path: Path, installed: Installed, digest: str, code: int
) -> None:
    """All lines of the job run in one shell."""
    runner = Runner(tmp_path, digest, installed)
    job = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text())["authguard"]
    done = runner.run(
        "\n".join([*job["before_script"], *job["script"]]),
        CI_MERGE_REQUEST_DIFF_BASE_SHA=runner.base,
        CI_DEFAULT_BRANCH="main",
    )
    assert done.returncode == code, done.stdout + done.stderr
    report = json.loads((runner.clone / job["artifacts"]["reports"]["codequality"]).read_text())
    assert len(report) == code


def test_no_step_reads_an_event_as_code() -> None:
    """An expression within a script would run the title of a pull request; a variable is only text."""
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    workflows = [yaml.safe_load(path.read_text()) for path in sorted((ROOT / "ci").glob("*.yml"))]
    jobs = [job for workflow in workflows for job in workflow.get("jobs", {}).values()]
    assert len(jobs) == 5
    for step in [*action["runs"]["steps"], *(step for job in jobs for step in job["steps"])]:
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("name", ["github-bots", "forgejo-bots"])
def test_the_workflow_for_bots_pushes_one_commit_with_the_hashes(
    tmp_path: Path, installed: Installed, name: str
) -> None:
    """A push starts the workflow, a pull request does not. A second run pushes nothing."""
    workflow = yaml.safe_load((ROOT / "ci" / f"{name}.yml").read_text())
    assert list(workflow[True]) == ["push"]  # YAML 1.1 reads `on` as a truth value
    assert "main" not in workflow[True]["push"]["branches"]
    assert "secrets" not in str(workflow)
    steps = workflow["jobs"]["repair"]["steps"]
    upstream = Repo(tmp_path / "a")
    for version in ("1", "2"):
        upstream.write("version", version).commit(version)
        upstream.git("tag", f"v{version}")
    with HttpGit(tmp_path) as server:
        runner = Runner(tmp_path, HASH, installed)
        package = PACKAGE.replace("https://example.org/a.git", f"{server.url}/a/.git")
        clone = Repo(runner.clone, init=False)
        clone.git("config", "authguard.hosts", "127.0.0.1")
        clone.git("checkout", "--quiet", "-B", "main", "origin/main")
        clone.write("a.nix", package.format(version=1, digest="")).commit("another url")
        runner.environment["GIT_ALLOW_PROTOCOL"] = "http:file"
        assert steps_of(runner, steps[:2], {})[-1][2] == 0
        assert (
            runner.run(
                "git authguard fix a.nix && git commit -qam fixed && git push -q origin main"
            ).returncode
            == 0
        )
        clone.git("checkout", "--quiet", "-b", "renovate/a")
        clone.write("a.nix", (runner.clone / "a.nix").read_text().replace("v1", "v2")).commit("v2")
        values = {"github.ref_name": "renovate/a", "github.event.repository.default_branch": "main"}
        done = steps_of(runner, steps[2:], values)
        assert [code for _, _, code in done] == [0], done
        bare = Repo(tmp_path / "bare.git", init=False)
        assert bare.git("log", "-1", "--format=%s", "renovate/a") == "repair 1 stale hash"
        assert bare.git("rev-list", "--count", "main..renovate/a") == "2"
        done = steps_of(runner, steps[2:], values)
        assert [code for _, _, code in done] == [0], done
        assert bare.git("rev-list", "--count", "main..renovate/a") == "2"


def test_the_workflow_builds_the_image_under_the_tag_of_the_config(tmp_path: Path) -> None:
    """The template in the config makes the tag from the version and the commit."""
    workflow = yaml.safe_load((ROOT / "ci" / "forgejo-image.yml").read_text())
    script = workflow["jobs"]["build"]["steps"][-1]["run"]
    repo = Repo(tmp_path / "r")
    for path in sorted((ROOT / "nix" / "authentik").glob("*.nix")):
        repo.write(f"containers/authentik/{path.name}", path.read_text())
    repo.write("authguard.toml", IMAGE).commit("image")
    nix = tmp_path / "bin" / "nix-build"
    nix.parent.mkdir()
    nix.write_text('#!/bin/sh\necho "$@"\n')
    nix.chmod(0o755)
    output = tmp_path / "output"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=repo.path,
        env=repo.environment(
            PATH=f"{nix.parent}{os.pathsep}{os.environ['PATH']}",
            DIR="containers/authentik",
            GITHUB_OUTPUT=str(output),
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert output.read_text() == f"tag=v2026.2.0-{repo.oid('HEAD')[:7]}-nix\n"
    assert "-I nixpkgs=flake:nixpkgs" in done.stdout
