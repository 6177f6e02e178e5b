"""`git authguard list`: one expression that is the hash of several fixed outputs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.guarded import checked, digest
from tests.support.repos import Repo

pytestmark = pytest.mark.needs("git")

TABLE = """\
{ lib, fetchurl }:
map (
  line:
  let
    cells = lib.splitString "," line;
  in
  fetchurl {
    url = "https://example.org/${lib.elemAt cells 0}/${lib.elemAt cells 1}.tgz";
    hash = lib.elemAt cells 2;
  }
) (lib.splitString "\\n" (lib.fileContents ./tools.csv))
"""


def test_each_row_of_a_table_is_listed_once(tmp_path: Path) -> None:
    """The hash of each row is the same expression, but the rows have other urls and other digests."""
    repo = Repo(tmp_path / "r")
    rows = [("wren", "1.7", digest(1)), ("lark", "4.4", digest(2))]
    repo.write("tools.csv", "\n".join(map(",".join, rows))).write("tools.nix", TABLE).commit()
    lines = checked(repo, "list").stdout.splitlines()
    found = [tuple(line.split("\t")[2:4]) for line in lines]
    assert found == [(f"example.org/{name}/{version}.tgz", sha) for name, version, sha in rows]
