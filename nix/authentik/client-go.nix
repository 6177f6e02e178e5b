# The Go client of authentik's API, generated from the schema of the version that is built.
#
# The published module appears hours or days after the server. So only its configuration, templates
# and module files are used, and the code is generated here.
{
  pkgs ? import <nixpkgs> { },
  sources ? import ./sources.nix { inherit pkgs; },
}:

pkgs.stdenvNoCC.mkDerivation {
  pname = "authentik-client-go";
  inherit (sources) version;
  src = sources.client-go-src;

  nativeBuildInputs = [
    pkgs.go
    pkgs.openapi-generator-cli
  ];

  # The configuration names its templates by their place in upstream's generator container.
  postPatch = ''
    substituteInPlace config.yaml --replace-fail /local/ "$PWD/"
  '';

  dontConfigure = true;

  buildPhase = ''
    runHook preBuild

    openapi-generator-cli generate \
      --generator-name go \
      --input-spec ${sources.src}/schema.yml \
      --config config.yaml \
      --output generated
    gofmt -w generated

    runHook postBuild
  '';

  # The generator writes its own go.mod, with versions that the server's go.sum does not know.
  installPhase = ''
    runHook preInstall

    mkdir -p $out
    cp generated/*.go go.mod go.sum $out/

    runHook postInstall
  '';

  meta = {
    description = "Go client of the authentik API";
    inherit (sources.meta) homepage license;
  };
}
