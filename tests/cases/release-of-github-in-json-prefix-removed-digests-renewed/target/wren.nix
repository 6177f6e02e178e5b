{ lib, stdenv, fetchurl }:
let
  release = lib.importJSON ./release.json;
  name = "wren-${stdenv.hostPlatform.system}.tar.gz";
in
stdenv.mkDerivation {
  pname = "wren";
  version = release.tag_name;
  src = fetchurl {
    url = "https://github.com/wren/wren/releases/download/${release.tag_name}/${name}";
    sha256 = lib.removePrefix "sha256:" release.assets.${name}.digest;
  };
}
