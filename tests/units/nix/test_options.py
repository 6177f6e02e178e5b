"""The options of modules: a version is known only if each definition of it is understood."""

from __future__ import annotations

import pytest

from authguard.nix.modules import MAX_FILES, MAX_OPTIONS, Options
from tests.support.values import tree

DEFAULT = '{ lib, ... }: { options.s.t.version = lib.mkOption { default = "1.0"; }; }'


def known(*files: str) -> dict[str, str | None]:
    """The known options with the last name `version`, and their versions."""
    named = {f"f{number}.nix": text for number, text in enumerate(files)}
    options = Options(tree(named), lambda _: sorted(named))
    return {".".join(each.at): each.text.literal for each in options.named("version")}


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ('{ s.t.version = "2.0"; }', "2.0"),
        ('{ ... }: { s.t = { version = ("2.0"); }; }', "2.0"),
        ('{ ... }: with lib; { config.s = { t.version = mkDefault "2.0"; }; }', "2.0"),
        ('{ lib, ... }: let v = 1; in { config."s".t.version = lib.mkForce "2.0"; }', "2.0"),
        ('{ s.t.version = "2.0"; s.u.version = v; a = [ { b.version = "3.0"; } ]; }', "2.0"),
        ('{ config = mkMerge [ { s.t.version = "2.0"; } (mkIf c { s.u = 1; }) ]; }', "2.0"),
        ('{ imports = [ { s.t.version = "2.0"; } ]; }', "2.0"),
        (
            '{ outputs = { self }: f { modules = [ ./a.nix ] ++ [ ({ ... }: { s.t.version = "2.0"; }) ]; }; }',
            "2.0",
        ),
        ('{ ... }: { imports = [ ]; } // (let a = 1; in { s.t.version = "2.0"; })', "2.0"),
        ('f { version = "2.0"; }', "1.0"),
        ('{ s.u.version = mkIf c "2.0"; b = mkDerivation { version = "2.0"; }; }', "1.0"),
    ],
)
def test_a_literal_beats_the_default(text: str, version: str) -> None:
    """A literal has the higher priority; other options and packages do not matter."""
    assert known(DEFAULT, text)["s.t.version"] == version


@pytest.mark.parametrize(
    "text",
    [
        '{ s.t.version = mkIf c "2.0"; }',
        '{ s.t = lib.mkIf c { version = "2.0"; }; }',
        '{ config = mkIf c { s = { t.version = "2.0"; }; }; }',
        '{ config = mkMerge [ (mkIf c { s.t.version = "2.0"; }) ]; }',
        '{ s.t.version = mkOverride n "2.0"; }',
        '{ s.t.version = mkIf false "2.0"; }',
        '{ s.t.version = mkForce (mkOverride 10 "2.0"); }',
        '{ s.t.version = mkForce (mkDefault "2.0"); }',
        "{ s.t.version = v; }",
        "{ s.t.version = null; }",
        '{ s.t.version = "nightly"; }',
        '{ s.t.version = "2.${"0"}"; }',
        '{ s.t.version = if c then "2.0" else "3.0"; }',
        "{ s.t = { inherit version; }; }",
        "{ s.t = { inherit (v) version; }; }",
        "{ s = { inherit t; }; }",
        "{ s.t = x; }",
        "{ s = { a = 1; } // x; }",
        "{ config = f x; }",
        '{ s.${n}.version = "2.0"; }',
        '{ imports = f [ { s.t.version = "2.0"; } ]; }',
        '{ s = { t.version = "2.0"; } // { t = x; }; }',
        'let t = { version = "2.0"; }; in { s = f { inherit t; }; }',
    ],
)
def test_another_definition_hides_the_default(text: str) -> None:
    """A definition that is not understood may be used."""
    assert "s.t.version" not in known(DEFAULT, text)


def test_the_definition_of_the_highest_priority_counts() -> None:
    """Definitions of this priority have to agree; others do not matter."""
    forced, plain, weak = (
        '{ s.t.version = mkForce "3.0"; }',
        '{ s.t.version = "2.0"; }',
        '{ s.t.version = mkDefault "1.5"; }',
    )
    assert known(DEFAULT, weak, plain, forced)["s.t.version"] == "3.0"
    assert known(plain, forced, '{ s.t.version = mkOverride (10) "4.0"; }')["s.t.version"] == "4.0"
    assert known(DEFAULT, '{ s.t.version = mkOverride 2000 "4.0"; }')["s.t.version"] == "1.0"
    assert known(weak, '{ config = mkIf (true) { s.t.version = mkAfter "2.0"; }; }')["s.t.version"] == "2.0"
    assert known(weak, plain)["s.t.version"] == "2.0"
    assert known(plain, plain)["s.t.version"] == "2.0"
    assert not known(plain, plain.replace("2", "4"))


def test_too_many_files_options_or_texts_make_options_unknown() -> None:
    """Beyond a limit all options of a name are unknown."""
    assert not known(*['{ s.t.version = "2.0"; }'] * (MAX_FILES + 1))
    assert not known("{ " + "".join(f's.t{each}.version = "2.0"; ' for each in range(MAX_OPTIONS + 1)) + "}")
    assert not known('{ s.t.version = "2.0"; a = [ ' + "(1) " * 30_000 + "]; }")
