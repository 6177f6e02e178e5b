{ lib, buildGoModule }:

buildGoModule {
  pname = "lfk";
  version = "0.9.2";
  src = lib.cleanSource ../.;
  vendorHash = "sha256-HD7QS/WSQtGy1B/0MRR+vDk+Ox/EwCT1V+9UVSrVP80=";
}
