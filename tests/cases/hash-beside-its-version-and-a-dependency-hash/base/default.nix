{ lib, buildNpmPackage, fetchSource }:
let
  data = lib.importJSON ./data.json;
in
{
  app = buildNpmPackage {
    pname = "app";
    version = "0";
    src = ./app;
    npmDepsHash = data.lumis.app;
  };
  source = fetchSource data.lumis;
}
