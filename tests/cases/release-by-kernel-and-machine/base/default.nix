{ lib, stdenv, fetchurl }:
let
  release = lib.importTOML ./release.toml;
  inherit (stdenv.hostPlatform.parsed) cpu kernel;
  asset = release.${kernel.name}.${cpu.name};
in
fetchurl {
  url = "https://dl.example.org/jib/${release.version}/jib-${asset.triple}.tar.gz";
  inherit (asset) hash;
}
