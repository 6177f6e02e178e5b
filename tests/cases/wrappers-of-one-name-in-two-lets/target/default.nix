{ pkgs }:

{
  anvil =
    let
      fetch = { hash }: pkgs.fetchurl {
        url = "https://smithy.example.org/anvil-4.0.tar.gz";
        inherit hash;
      };
    in
    pkgs.stdenv.mkDerivation {
      pname = "anvil";
      version = "4.0";
      src = fetch { hash = "sha256-+Sd43r+f2Lb0ux1HNs4Igo3Bt9ebYSbyjOoFKZFziwk="; };
    };

  bellows =
    let
      fetch = { hash }: pkgs.fetchurl {
        url = "https://smithy.example.org/bellows-1.8.tar.gz";
        inherit hash;
      };
    in
    pkgs.stdenv.mkDerivation {
      pname = "bellows";
      version = "1.8";
      src = fetch { hash = "sha256-DrwFWKsnx1WIzVsZCwdl9MLTILo3R47TktgmPJtxBLw="; };
    };
}
