{ buildGoModule, buildNpmPackage, fetchFromGitHub, fetchNpmDeps, rustPlatform }:
let
  version = "1.1.0";
  src = fetchFromGitHub {
    owner = "o";
    repo = "d";
    tag = "v${version}";
    hash = "sha256-u8Jmczf9Q1fdej/jkt1xoT0bPRZI2idjYvbbElwUzBk=";
  };
  web = buildNpmPackage {
    pname = "web";
    inherit version src;
    npmDepsHash = "sha256-/3dyBTq/fYF9buwimgnhTw0VUvHLCu7bKsc3hKwtLjk=";
  };
in
{
  server = buildGoModule {
    pname = "server";
    inherit version src web;
    vendorHash = "sha256-/3dyBTq/fYF9buwimgnhTw0VUvHLCu7bKsc3hKwtLjk=";
  };
  desk = rustPlatform.buildRustPackage {
    pname = "desk";
    inherit version src;
    cargoHash = "sha256-3qJBv8eP7anwqHkFovXFHTPA9ZI/BwIrqig/L5j440E=";
    npmDeps = fetchNpmDeps {
      inherit src;
      hash = "sha256-3qJBv8eP7anwqHkFovXFHTPA9ZI/BwIrqig/L5j440E=";
    };
  };
  # Two packages of one lock have one hash.
  mobile = buildNpmPackage {
    pname = "mobile";
    inherit version src;
    npmDepsHash = "sha256-d3FdDSFliAPRl3B8bZ2X2NXSHVJuPSnan4WG71Pb6J8=";
  };
  kiosk = buildNpmPackage {
    pname = "kiosk";
    inherit version src;
    npmDepsHash = "sha256-d3FdDSFliAPRl3B8bZ2X2NXSHVJuPSnan4WG71Pb6J8=";
  };
}
