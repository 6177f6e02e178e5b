{ lib, buildGoModule }:
let
  data = lib.importJSON ./data.json;
in
buildGoModule {
  pname = "lumis";
  inherit (data) version;
  src = ./.;
  vendorHash = data.hashes.${data.choice};
}
