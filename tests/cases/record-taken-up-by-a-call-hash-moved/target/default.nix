{ lib, fetchFromGitHub, godwit }:

let
  metadata = import ./metadata.nix;
  source = fetchFromGitHub {
    owner = "godwit";
    repo = "godwit";
    inherit (metadata) rev sha256;
  };
in
godwit.overrideAttrs (old: {
  src = source;
  cargoDeps = old.cargoDeps.overrideAttrs (lib.const {
    src = source;
    outputHash = metadata.cargoSha256;
  });
})
