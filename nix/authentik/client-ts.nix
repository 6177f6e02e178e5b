# The TypeScript client of authentik's API (`@goauthentik/api` on npm), generated from the schema of
# the version that is built, and compiled, since the web interface imports the compiled form.
{
  pkgs ? import <nixpkgs> { },
  sources ? import ./sources.nix { inherit pkgs; },
}:

pkgs.stdenvNoCC.mkDerivation {
  pname = "authentik-client-ts";
  inherit (sources) version src;

  nativeBuildInputs = [
    pkgs.nodejs_24
    pkgs.openapi-generator-cli
    pkgs.typescript
  ];

  dontConfigure = true;

  buildPhase = ''
    runHook preBuild

    export HOME=$TMPDIR
    openapi-generator-cli generate \
      --generator-name typescript-fetch \
      --input-spec schema.yml \
      --output generated \
      --additional-properties=npmName=@goauthentik/api,npmVersion=${sources.version},supportsES6=true

    # The generated package.json needs only tsc of npm, and tsc is on PATH already.
    pushd generated
    npm run build
    popd

    runHook postBuild
  '';

  installPhase = ''
    runHook preInstall

    mkdir -p $out
    cp -r generated/package.json generated/src generated/dist $out/

    runHook postInstall
  '';

  meta = {
    description = "TypeScript client of the authentik API";
    inherit (sources.meta) homepage license;
  };
}
