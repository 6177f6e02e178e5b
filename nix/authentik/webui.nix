# The web interface: Lit components, bundled by esbuild, and the simple flow executor for old
# browsers, by rollup.
{
  pkgs ? import <nixpkgs> { },
  sources ? import ./sources.nix { inherit pkgs; },
  client-ts ? import ./client-ts.nix { inherit pkgs sources; },
  webui-deps ? import ./webui-deps.nix { inherit pkgs sources; },
}:

pkgs.stdenvNoCC.mkDerivation {
  pname = "authentik-webui";
  inherit (sources) version src;
  sourceRoot = "${sources.src.name}/web";

  nativeBuildInputs = [ pkgs.nodejs_24 ];

  env = {
    NODE_ENV = "production";
    NODE_OPTIONS = "--openssl-legacy-provider";
    # The build is started through wireit, which would look for GitHub's cache.
    WIREIT_CACHE = "none";
  };

  # The version is read from a package.json four folders up, which is not part of this tree.
  postPatch = ''
    substituteInPlace packages/core/version/node.js \
      --replace-fail 'import PackageJSON from "../../../../package.json" with { type: "json" };' "" \
      --replace-fail '(PackageJSON.version);' '"${sources.version}";'
  '';

  # The API client that npm fetched is the published one; the one to use was generated from this
  # version's schema.
  configurePhase = ''
    runHook preConfigure

    cp -r ${webui-deps}/. .
    chmod -R u+w .
    rm -rf node_modules/@goauthentik/api
    mkdir -p node_modules/@goauthentik
    ln -s ${client-ts} node_modules/@goauthentik/api
    patchShebangs node_modules

    runHook postConfigure
  '';

  buildPhase = ''
    runHook preBuild

    export HOME=$TMPDIR
    npm run build
    npm run build:sfe

    runHook postBuild
  '';

  # robots.txt and security.txt are compiled into the server from the sources; only what is served
  # from disk goes here.
  installPhase = ''
    runHook preInstall

    mkdir -p $out
    cp -r dist authentik $out/

    runHook postInstall
  '';

  passthru = {
    inherit client-ts webui-deps;
  };

  meta = {
    description = "Web interface of authentik";
    inherit (sources.meta) homepage license platforms;
  };
}
