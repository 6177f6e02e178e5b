{ stdenv, gradle }:

stdenv.mkDerivation (final: {
  pname = "bunting";
  version = "5.0";
  src = ./.;
  nativeBuildInputs = [ gradle ];
  mitmCache = gradle.fetchDeps {
    pkg = final.finalPackage;
    data = ./deps.json;
  };
})
