{
  pkgs ? import <nixpkgs> { },
  sources ? import ./sources.nix { inherit pkgs; },
}:

pkgs.stdenvNoCC.mkDerivation {
  pname = "authentik-client-go";
  inherit (sources) version;
  src = sources.client-go-src;

  nativeBuildInputs = [ pkgs.openapi-generator-cli ];

  buildPhase = ''
    openapi-generator-cli generate --generator-name go \
      --input-spec ${sources.src}/schema.yml --config config.yaml --output generated
  '';
  installPhase = "cp -r generated $out";
}
