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
        url = "https://smithy.example.org/bellows-1.7.tar.gz";
        inherit hash;
      };
    in
    pkgs.stdenv.mkDerivation {
      pname = "bellows";
      version = "1.7";
      src = fetch { hash = "sha256-wKrb9gByzJklI4acHjn8IYPspn7eEuPxku3S8g9CzKo="; };
    };
}
