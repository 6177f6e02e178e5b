{ stdenv, fetchurl }:

let
  version = "8.3.1";
  sources = {
    x86_64-linux = {
      file = "linux-x64.tar.gz";
      hash = "sha256-0r4AdDBiW8ba7Bz7mE53VvSY7SMsykoemnScTe9X00Y=";
    };
    x86_64-darwin = {
      file = "macos-universal.dmg";
      hash = "sha256-Q/Orxgb67VYKTCFmWc6Q/SuiuoA7wD3+3DcIWAuFCjU=";
    };
    aarch64-darwin = {
      file = "macos-universal.dmg"; # one file for both
      hash = "sha256-Q/Orxgb67VYKTCFmWc6Q/SuiuoA7wD3+3DcIWAuFCjU=";
    };
  };
  source = sources.${stdenv.hostPlatform.system};
in
stdenv.mkDerivation {
  pname = "puffin";
  inherit version;
  src = fetchurl {
    url = "https://dl.example.org/puffin/${version}/puffin-${source.file}";
    inherit (source) hash;
  };
}
