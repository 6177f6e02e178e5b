{ pkgs }:

{
  kettle = pkgs.callPackage ./kettle { };

  kettle_6 = pkgs.stdenv.mkDerivation {
    pname = "kettle";
    version = "6.0";

    src = pkgs.fetchurl {
      url = "https://kitchen.example.org/kettle-6.0.tar.gz";
      hash = "sha256-Ysz2wBP78PeS08gcZC0M/bBlP7725a7oSb5lWkaosFo=";
    };
  };
}
