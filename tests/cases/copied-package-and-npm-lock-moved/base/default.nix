{ buildNpmPackage, rustPlatform }:

let
  wasm = rustPlatform.buildRustPackage {
    pname = "wasm";
    version = "1.0.0";
    src = ./rust;
    cargoLock.lockFile = ./rust/Cargo.lock;
  };
in
buildNpmPackage {
  pname = "a";
  version = "1.0.0";
  src = ./web;
  npmDepsHash = "sha256-UOch5JwBPwDGLPWfIWNUKp2N8CRk7+thXTEFGw/dwyY=";
  postPatch = ''
    cp -r ${wasm} pkg
  '';
}
