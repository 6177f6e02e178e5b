{ stdenv, cargo, cacert }:
let
  vendored = stdenv.mkDerivation {
    name = "tern-vendor";
    src = ./.;
    nativeBuildInputs = [ cargo cacert ];
    buildPhase = ''
      export CARGO_HOME=$(mktemp -d)
      cargo vendor --locked vendor > config.toml
    '';
    installPhase = ''
      mkdir -p $out
      mv vendor config.toml $out/
    '';
    outputHashMode = "recursive";
    outputHashAlgo = "sha256";
    outputHash = "sha256-7lEA6jmBvBJGv8WnXkIP5wtrLHn2qoV2C7HVbLwxNjU=";
  };
in
stdenv.mkDerivation {
  pname = "tern";
  version = "0.1.0";
  src = ./.;
  buildInputs = [ vendored ];
}
