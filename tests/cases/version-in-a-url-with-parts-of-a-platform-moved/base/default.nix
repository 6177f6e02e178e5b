{ lib, fetchurl, stdenvNoCC }:
let
  manifest = {
    version = "1.2.0";
    template = "https://e.org/@version@/cli-@os@-@arch@";
    sha256 = { "linux-amd64" = "b737ca7ee563ae80e457bb3d1dfe64edd2b4c015a8f88b6f87d5c113b68897fd"; "darwin-arm64" = "aa58b21b01d6b8a99c1a5856962dbac36c758a79dc0a77c2e013ce2c39ecdc8a"; };
  };
  os = stdenvNoCC.hostPlatform.parsed.kernel.name;
  arch = stdenvNoCC.hostPlatform.go.GOARCH;
in stdenvNoCC.mkDerivation { pname = "cli"; inherit (manifest) version; src = fetchurl { url = builtins.replaceStrings [ "@version@" "@os@" "@arch@" ] [ manifest.version os arch ] manifest.template; sha256 = manifest.sha256."${os}-${arch}"; }; }
