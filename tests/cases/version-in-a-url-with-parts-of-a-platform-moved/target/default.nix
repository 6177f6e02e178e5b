{ lib, fetchurl, stdenvNoCC }:
let
  manifest = {
    version = "1.3.0";
    template = "https://e.org/@version@/cli-@os@-@arch@";
    sha256 = { "linux-amd64" = "febbf1bdbe6964d2dfa4293c407806bba8dbdbed0e9129fdeb0bbe0d4bf79a8f"; "darwin-arm64" = "16610a4db695afa23859e9f52b383b9601129d77e776dbef3d527d5a24dc605b"; };
  };
  os = stdenvNoCC.hostPlatform.parsed.kernel.name;
  arch = stdenvNoCC.hostPlatform.go.GOARCH;
in stdenvNoCC.mkDerivation { pname = "cli"; inherit (manifest) version; src = fetchurl { url = builtins.replaceStrings [ "@version@" "@os@" "@arch@" ] [ manifest.version os arch ] manifest.template; sha256 = manifest.sha256."${os}-${arch}"; }; }
