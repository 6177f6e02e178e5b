{ stdenv, fetchFromGitHub }:
let
  source = import ./source.nix;
in
stdenv.mkDerivation rec {
  name = "wren";
  version = "1.0.0";
  src = fetchFromGitHub { owner = "wren"; repo = "wren"; rev = "v${source.version}"; inherit (source) hash; };
}
