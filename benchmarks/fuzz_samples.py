"""The smallest inputs of the fuzzer: a few lines of everything that authguard reads.

In a sample the byte 0x1e (PART) separates the pieces of one input.
"""

from __future__ import annotations

PART = b"\x1e"
"""The separator between the pieces of one input."""

PUSH = b"refs/heads/main " + b"1" * 40 + b" refs/heads/main " + b"2" * 40 + b"\n"

LOCKS = {
    "bun": b"""\
{"lockfileVersion": 1, "workspaces": {"": {"name": "a"}}, "packages": {"b": ["b@1.0.0", "", {}, \
"sha512-x"],},}""",
    "cargo": b"""\
version = 4

[[package]]
name = "a"
version = "1.0.0"
source = "registry+https://example.org/index"
checksum = "ab"

[[package]]
name = "g"
version = "0.1.0"
source = "git+https://example.org/g?tag=v1#abc"
""",
    "composer": b"""\
{"content-hash": "ab", "packages": [{"name": "a/b", "version": "1.0.0", "dist": {"type": "zip", "url": \
"https://x", "reference": "abc", "shasum": ""}}], "packages-dev": []}\x1e\x1e{"name": "x", "require": \
{"a/b": "^1"}}""",
    "deno": b"""\
{"version": "5", "specifiers": {"jsr:@a/b@1": "1.0.0"}, "jsr": {"@a/b@1.0.0": {"integrity": "ab"}}, \
"remote": {"https://example.org/x.ts": "ab"}, "npm": {"c@1.0.0": {"integrity": "sha512-x"}}}""",
    "gem": b"""\
{
  a = {
    groups = ["default"];
    source = {
      remotes = ["https://example.org"];
      sha256 = "0mdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73";
      type = "gem";
    };
    version = "1.0";
  };
}
\x1e\x1eGEM
  remote: https://example.org/
  specs:
    a (1.0)
      b (>= 1)

DEPENDENCIES
  a
""",
    "go": b"""\
module example.org/a

go 1.22

require (
\texample.org/b v1.0.0
\texample.org/c v0.1.0 // indirect
)

replace example.org/b => ./b
\x1emodule a
go 1.13
require example.org/b v1.0.1
\x1eexample.org/b v1.0.0 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
example.org/b v1.0.0/go.mod h1:x=
""",
    "gradle": b"""\
{"!comment": "x", "!version": 1, "https://example.org": {"a/b#c/1.0": {"jar": "sha256-x", "pom": \
"sha256-y"}}}\x1e\x1e# x
a:b:1.0=compileClasspath,runtimeClasspath
empty=
""",
    "maven": b"""\
<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><project \
xmlns='x'><dependencies><dependency><groupId>a</groupId><artifactId>b</artifactId><version>${v}</version></dependency></dependencies><properties><v>1</v></properties></project>""",
    "mix": b"""\
%{
  "a": {:hex, :a, "1.0.0", "ab", [:mix], [{:b, "~> 1.0", [hex: :b, optional: false]}], "hexpm", "cd"},
  "g": {:git, "https://example.org/g.git", "abc", [tag: "v1"]},
}
\x1e\x1edefp deps do
 [{:a, "~> 1.0", only: [:dev, :test]}]
end
""",
    "npm": b"""\
{"name": "x", "lockfileVersion": 3, "packages": {"": {"name": "x"}, "node_modules/a": {"version": "1.0.0", \
"resolved": "https://example.org/a.tgz", "integrity": "sha512-x", "dev": true}}}""",
    "nuget": b'[{"pname": "A", "version": "1.0.0", "hash": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}]',
    "pnpm": b"""\
lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      a:
        specifier: ^1
        version: 1.0.0(b@2)

packages:

  a@1.0.0:
    resolution: {integrity: sha512-x}
    engines: {node: '>=1'}

snapshots:

  a@1.0.0(b@2): {}
""",
    "poetry": b"""\
[[package]]
name = "a"
version = "1.0"
groups = ["main"]
files = [{file = "a.whl", hash = "sha256:ab"}]
[metadata]
lock-version = "2.1"
content-hash = "ab"
""",
    "pub": b"""\
{"packages": {"a": {"dependency": "direct main", "source": "hosted", "version": "1.0.0", "description": \
{"name": "a", "sha256": "ab", "url": "https://example.org"}}}, "sdks": {"dart": ">=3.0.0"}}\x1e\x1epackages:
  a:
    dependency: transitive
    description:
      name: a
      sha256: ab
    source: hosted
    version: "1.0.0"
sdks:
  dart: ">=3.0.0"
""",
    "rebar": b"""\
{"1.2.0",
[{<<"a">>,{pkg,<<"a">>,<<"1.0.0">>},0},
 {<<"g">>,{git,"https://example.org/g",{ref,"abc"}},0}]}.
[
{pkg_hash,[
 {<<"a">>, <<"AB">>}]}
].
""",
    "uv": b"""\
version = 1

[[package]]
name = "a"
version = "1.0"
source = { registry = "https://example.org/simple" }
sdist = { url = "https://example.org/a.tar.gz", hash = "sha256:ab" }
wheels = [{ url = "https://x/a.whl", hash = "sha256:cd" }]
""",
    "yarn": b"""\
# yarn lockfile v1


"@a/b@^1.0.0", a@1:
  version "1.0.0"
  resolved "https://example.org/b-1.0.0.tgz#ab"
  integrity sha512-x
  dependencies:
    c "^1"
""",
    "yarn-berry": b"""\
__metadata:
  version: 8

"a@npm:^1.0.0, a@npm:^1.1.0":
  version: 1.1.0
  resolution: "a@npm:1.1.0"
  dependencies:
    b: "npm:^1"
  checksum: 10c0/ab
  languageName: node
  linkType: hard
""",
    "zig": b"""\
.{ .name = .a, .version = "1.0.0", .dependencies = .{ .b = .{ .url = "https://example.org/b.tar.gz", // x
 .hash = "b-1.0.0-x" }, .c = .{ .path = "c" } }, .paths = .{""} }""",
}
"""By kind of lock: its first file before and after, then the other deciding files."""

SAMPLES: dict[str, list[bytes]] = {
    "git": [
        b"""\
refs/tags/v1.0
HEAD
origin
main""",
        PUSH,
        PUSH.replace(b"1", b"0"),
        PUSH + b"\x1e100644 a.nix\0" + b"\1" * 20 + b"40000 a\0" + b"\2" * 20 + b"\x1ea/b.nix\0flake.lock",
        b"x\x1e120000 a\0" + b"\1" * 20 + b"160000 sub\0" + b"\2" * 20 + b"\x1e" + b"1" * 40,
    ],
    "digests": [
        b"sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        b"sha256:0mdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73",
        b"sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709",
        b'sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";',
        b"sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
        b"sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ],
    "patterns": [
        b"tests/**/cases-[!a-z]?/*.nix\x1etests/a/b/cases-0x/d.nix",
        b'version\\s*=\\s*"([^"]+)"\x1eversion = "1.0"',
        b"""\
services[name="a b"].list[2].version\x1eservices:
- name: a b
  list: [x, y, {version: 1.10}]
""",
        b'a.b[0].c\x1e{"a": {"b": [{"c": "1.0"}]}}',
        b"""\
a.b[0].c\x1e[[a.b]]
c = '1.0'
""",
        b"--base=x -q --all -- y\x1e",
    ],
    "waivers": [
        b"""\
# authguard: allow AG201 two tags, one content
""",
        b"""\
{ # authguard: allow AG201, AG203 why
# authguard: allow
  hash = "x"; # authguard: allow AG999 no
}""",
    ],
    "config": [
        b"""\
exclude = ["tests/cases/**"]
[mirrors]
allow = ["forge.example.org/mirrors"]
renamed = { "a.example" = "b.example" }
[evidence]
network = "off"
[rules]
AG203 = "error"
""",
        b"""\
required-version = ">=0.0.1, <9"
[[rules-for]]
paths = ["tests/**", "*.nix"]
AG201 = "note"
ag905 = "off"
[[rules-for]]
paths = ["authguard.toml"]
AG904 = "error"
""",
        b"""\
[[version]]
package = "p"
sites = [ { path = "a.nix", regex = '^version = "(.*)"' },
  { path = "Dockerfile", arg = "VERSION" }, { path = "a.yaml", yaml = "a[name=b].c" } ]
\x1eversion = "1.0"\x1eARG VERSION="1.0" X='2'
\x1ea:
- name: b
  c: 1.0
""",
        b"""\
[[gate]]
name = "g"
paths = ["a/**"]
file = "a/test.nix"
attribute = "a.b"
builder = "host"
nix-options = ["--cores", "2"]
timeout = "1h30m"
when-unreachable = "warn"
""",
        b"""\
[[allow]]
rule = "AG208"
path = "npins/sources.json"
reason = "two channels"
digest = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
""",
        b"""\
[tool.authguard]
exclude = ["x"]
[[tool.authguard.allow]]
rule = "AG201"
path = "a"
reason = "b"
""",
    ],
}
"""By target; the locks are above."""
