{
  lib,
  stdenv,
  fetchFromGitHub,
}:

let
  pin = import ./avocet-pin.nix;
in
stdenv.mkDerivation {
  pname = "avocet";
  inherit (pin) version;

  src = fetchFromGitHub {
    owner = "avocet";
    repo = "avocet";
    rev = "v${pin.version}";
    inherit (pin) hash;
  };

  meta.platforms = lib.platforms.unix;
}
