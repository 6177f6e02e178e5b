{ fetchFromGitHub, godwit }:

let
  metadata = import ./metadata.nix;
in
godwit.overrideAttrs (old: {
  src = fetchFromGitHub {
    owner = "godwit";
    repo = "godwit";
    inherit (metadata) rev sha256;
  };
})
