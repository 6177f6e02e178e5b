{ buildGoModule, fetchFromGitHub }:

let
  pin = import ./pin.nix;
in
buildGoModule {
  pname = "skiff";
  inherit (pin) version;

  src = fetchFromGitHub {
    owner = "skiff-dev";
    repo = "skiff";
    inherit (pin) rev hash;
  };

  vendorHash = null;
}
