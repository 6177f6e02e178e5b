{ stdenv, fetchurl }:

let
  sources = import ./sources.nix;
in
stdenv.mkDerivation {
  pname = "kettle";
  inherit (sources) version;

  src = fetchurl {
    url = "https://kitchen.example.org/kettle-${sources.version}.tar.gz";
    inherit (sources) hash;
  };
}
