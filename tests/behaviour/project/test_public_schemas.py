"""The files and blocks of code for other programs are valid by the public schemas of these programs."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.behaviour.project.test_readme import BLOCKS
from tests.support.repos import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.needs("check-jsonschema")

ACTION, WORKFLOW, JOBS, RENOVATE = "github-actions", "github-workflows", "gitlab-ci", "renovate"
FILES = {
    "action.yml": ACTION,
    "ci/gitlab.yml": JOBS,
    **{f"ci/{name}.yml": WORKFLOW for name in ("github-bots", "forgejo", "forgejo-bots", "forgejo-image")},
    ".github/workflows/release.yml": WORKFLOW,
}
MARKS = {"jobs:": WORKFLOW, "include:": JOBS}
"""The first line of a block shows which program reads the block."""


def validate(schema: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Compare a file with a schema that the validator ships. The Forgejo workflows have the form of GitHub's."""
    command = ["check-jsonschema", "--builtin-schema", f"vendor.{schema}"]
    command += ["--data-transform", "gitlab-ci"] if schema == JOBS else []
    return subprocess.run([*command, path], capture_output=True, text=True, check=False)


def test_every_template_has_a_schema_in_this_test() -> None:
    """A new template needs an entry in FILES."""
    found = [*(ROOT / "ci").iterdir(), *(ROOT / ".github" / "workflows").iterdir()]
    assert {str(path.relative_to(ROOT)) for path in found} <= set(FILES)


@pytest.mark.parametrize(("name", "schema"), FILES.items(), ids=list(FILES))
def test_the_action_and_the_templates_are_valid(name: str, schema: str) -> None:
    """The public schema of each program accepts the file."""
    done = validate(schema, ROOT / name)
    assert done.returncode == 0, done.stdout


def test_the_blocks_of_the_guides_are_valid(tmp_path: Path) -> None:
    """The blocks are a workflow, an included job, and a setting of Renovate."""
    texts = [
        (schema, each.text, "yml")
        for each in BLOCKS
        for mark, schema in MARKS.items()
        if each.language == "yaml" and re.search(f"(?m)^{mark}", each.text)
    ]
    (setting,) = re.findall('`("gitIgnoredAuthors": .*)`', (ROOT / "docs/guides/ci.md").read_text())
    texts.append((RENOVATE, f"{{{setting}}}", "json"))
    assert {schema for schema, _, _ in texts} == {WORKFLOW, JOBS, RENOVATE}
    for number, (schema, text, ending) in enumerate(texts):
        file = tmp_path / f"{number}.{ending}"
        file.write_text(text)
        done = validate(schema, file)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("schema", [ACTION, WORKFLOW, JOBS, RENOVATE])
def test_each_schema_refuses_a_wrong_document(schema: str, tmp_path: Path) -> None:
    """A validator that accepts everything would make the other tests useless."""
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps({"runs": {}, "jobs": [], "script": 1, "gitIgnoredAuthors": 2}))
    done = validate(schema, file)
    assert done.returncode == 1, done.stdout
