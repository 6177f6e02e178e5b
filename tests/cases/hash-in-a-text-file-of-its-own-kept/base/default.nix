{ lib, buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "spindle";
  version = lib.fileContents ./VERSION;

  src = fetchFromGitHub {
    owner = "weavers";
    repo = "spindle";
    tag = "v${version}";
    hash = lib.fileContents ./src.sri;
  };

  vendorHash = lib.fileContents ./go.mod.sri;
}
