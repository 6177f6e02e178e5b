{
  pkgs ? import <nixpkgs> { },
  sources ? import ./sources.nix { inherit pkgs; },
}:

pkgs.stdenv.mkDerivation {
  pname = "authentik-python-deps";
  inherit (sources) version src;

  nativeBuildInputs = [
    pkgs.cacert
    pkgs.nukeReferences
    pkgs.python314
    pkgs.uv
  ];

  buildPhase = ''
    export UV_PROJECT_ENVIRONMENT=$NIX_BUILD_TOP/venv
    uv sync --frozen --no-install-project --no-install-workspace --no-dev
  '';

  installPhase = ''
    mkdir -p $out
    cp -r $NIX_BUILD_TOP/venv/lib $out/lib
    find $out -name '*.pyc' -delete
    find $out -type f -exec nuke-refs {} +
  '';

  dontFixup = true;

  outputHashMode = "recursive";
  outputHash = "sha256-DtpcYQyI07m7v84D/UC28Tj35R9wye6IX+1D0gMZPgY=";
}
