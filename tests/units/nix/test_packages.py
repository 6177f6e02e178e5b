"""Packages as values: overrides, fixed points, packages by name, and the loaders of tools."""

from __future__ import annotations

import pytest

from authguard.nix import local_source, packages
from authguard.nix.values import Apply, Attrs, Path, Sym, Value
from tests.support.values import UNKNOWN, known, plain, tree, value_of

PACKAGE = 'stdenv.mkDerivation { pname = "p"; version = "1"; src = "s-${"1"}"; }'


def attribute(expression: str, name: str, files: dict[str, str | bytes] | None = None) -> object:
    """An attribute of the package that an expression returns."""
    return known(f"({expression}).{name}", files)


@pytest.mark.parametrize(
    ("expression", "name", "value"),
    [
        (PACKAGE, "version", "1"),
        ('mkDerivation (final: { version = "1"; src = "s-${final.version}"; })', "src", "s-1"),
        ('mkDerivation (self: { version = "1"; src = "s-${self.version}"; })', "src", "s-1"),
        (f'({PACKAGE}).overrideAttrs {{ version = "2"; }}', "version", "2"),
        (f'({PACKAGE}).overrideAttrs {{ version = "2"; }}', "pname", "p"),
        (f'({PACKAGE}).overrideAttrs (old: {{ version = "${{old.version}}.1"; }})', "version", "1.1"),
        (f'({PACKAGE}).overrideAttrs (final: prev: {{ v = "${{prev.version}}-${{final.w}}"; w = "x"; }})', "v", "1-x"),
        (f'(({PACKAGE}).overrideAttrs (o: {{ a = 1; }})).overrideAttrs (o: {{ b = o.a; }})', "b", 1),
        ('mkDerivation { passthru.tag = "t"; }', "tag", "t"),
        ('mkDerivation { passthru = { a.b = "t"; }; }', "a.b", "t"),
    ],
)  # fmt: skip
def test_a_package_has_the_attributes_of_its_call(expression: str, name: str, value: object) -> None:
    """If an override changes an attribute, the last override is used."""
    assert attribute(expression, name) == value


def test_a_value_that_a_package_does_not_have_is_unknown() -> None:
    """The real package may have the value."""
    assert attribute(PACKAGE, "meta") is UNKNOWN
    assert attribute('pkgs.foo.overrideAttrs { version = "2"; }', "version") == "2"
    assert attribute("pkgs.foo.overrideAttrs (old: { version = old.version; })", "version") is UNKNOWN


def test_an_override_calls_the_function_of_the_package_again() -> None:
    """The function gets the changed arguments."""
    files: dict[str, str | bytes] = {
        "p.nix": '{ version ? "1", extra ? "e" }: mkDerivation { inherit version; src = "${version}-${extra}"; }'
    }
    call = "callPackage ./p.nix { }"
    assert attribute(call, "src", files) == "1-e"
    assert attribute(f'({call}).override {{ version = "2"; }}', "src", files) == "2-e"
    assert (
        attribute('(callPackage ./p.nix { extra = "x"; }).override { version = "2"; }', "src", files) == "2-x"
    )
    assert (
        attribute(
            f'(({call}).override {{ version = "2"; }}).override (old: {{ extra = "z"; }})', "src", files
        )
        == "2-z"
    )


def test_overrides_of_overrides_end() -> None:
    """The evaluation ends for any number of overrides."""
    many = "".join(f"a{n} = a{n - 1}.overrideAttrs (o: {{ v = o.v; n{n} = 1; }});" for n in range(1, 400))
    value = value_of(f"let a0 = mk {{ v = 1; }}; {many} in [ a399.n399 a399.v a399.n1 ]")
    found = [plain(item.force()) for item in getattr(value, "items", ())]
    assert found[0] == 1
    assert all(each in (1, UNKNOWN) for each in found)


def test_packages_of_one_repository_know_each_other_by_name() -> None:
    """A package finds other packages as in nixpkgs."""
    files: dict[str, str | bytes] = {
        "pkgs/by-name/fo/foo/package.nix": '{ mk, bar }: mk { version = "1"; dep = bar.version; }',
        "pkgs/by-name/ba/bar/package.nix": '{ mk }: mk { version = "2"; }',
        "pkgs/by-name/lo/loop/package.nix": "{ mk, loop }: mk { v = loop.v; }",
    }
    assert attribute("pkgs.foo", "dep", files) == "2"
    assert attribute("pkgs.nothing", "version", files) is UNKNOWN
    assert attribute("pkgs.loop", "v", files) is UNKNOWN
    assert packages.by_name(tree({}), "foo") is None


NPINS = b'{ "pins": { "a": { "revision": "r", "hash": "h" } }, "version": 5 }'
NIV = b'{ "b": { "rev": "q", "sha256": "h" } }'


@pytest.mark.parametrize(
    ("files", "expression", "value"),
    [
        ({"npins/default.nix": "{ outPath = data; } # sources.json", "npins/sources.json": NPINS},
         "(import ./npins).a.revision", "r"),
        ({"nix/sources.nix": "mkSource ./sources.json", "nix/sources.json": NIV},
         "(import ./nix/sources.nix).b.rev", "q"),
        ({"npins/default.nix": "{ outPath = data; } # sources.json", "npins/sources.json": NPINS},
         "({ sources }: sources.a.revision) { }", "r"),
        ({"_sources/generated.nix": '{ fetchgit }: { c = { version = "1"; }; }'},
         "({ sources }: sources.c.version) { }", "1"),
    ],
)  # fmt: skip
def test_loaders_return_their_data(files: dict[str, str | bytes], expression: str, value: object) -> None:
    """The loaders of npins, niv and nvfetcher, imported or passed under a name, return their data."""
    assert known(expression, files) == value


@pytest.mark.parametrize(
    "files",
    [
        {"npins/default.nix": "{ }", "npins/sources.json": NPINS},
        {"npins/default.nix": "{ outPath = 1; } # sources.json", "npins/sources.json": b"{"},
        {"npins/default.nix": "{ outPath = 1; } # sources.json", "npins/sources.json": b"[ ]"},
        {"npins/default.nix": "{ outPath = 1; } # sources.json"},
    ],
)
def test_functions_that_are_no_loader_are_evaluated_as_written(files: dict[str, str | bytes]) -> None:
    """A loader needs its data file with a readable set in it."""
    assert packages.generated(tree(files), "npins/default.nix") is None
    assert packages.generated(tree(files), "other.nix") is None
    assert isinstance(tree(files).file("npins/default.nix"), Attrs)


def test_paths_inside_the_tree_are_local_sources() -> None:
    """The tree itself is a local source too."""

    def local(value: Value) -> str | None:
        found = local_source.path_of(tree({"a/x": ""}), value)
        return found.path if found is not None else None

    assert local(Path("a")) == "a"
    assert local(Path("/a", inside=False)) is None
    assert local(Sym("free", "final")) == ""
    assert local(Apply(Sym("free", "fetchurl"), ())) is None
