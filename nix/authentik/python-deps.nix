# authentik's Python dependencies, as uv.lock pins them, in one fixed output.
#
# nixpkgs' own Python packages are left aside: many do not build with Python 3.14 yet, and upstream
# tests against the versions of its lock. So uv installs them from PyPI; Nix gives it the
# interpreter and the libraries to compile against.
#
# What moves the hash: uv.lock, `[tool.uv]` of pyproject.toml, the pyproject.toml of the workspace's
# members, python and uv, and the script below. The last three do not reach the store name: after a
# change there, empty the hash and build.
{
  pkgs ? import <nixpkgs> { },
  sources ? import ./sources.nix { inherit pkgs; },
}:

let
  inherit (pkgs) lib;
  python = pkgs.python314;
in
pkgs.stdenv.mkDerivation {
  pname = "authentik-python-deps";
  inherit (sources) version src;

  nativeBuildInputs = [
    pkgs.cacert
    pkgs.cargo
    # uv.lock pins some packages to git commits.
    pkgs.git
    pkgs.nukeReferences
    pkgs.pkg-config
    pkgs.rustc
    pkgs.rustPlatform.bindgenHook
    python
    pkgs.uv
  ];

  # For those that `[tool.uv]` wants compiled: cryptography, lxml, python-kadmin-rs and xmlsec, so
  # that all of them share one OpenSSL and one libxml2.
  buildInputs = [
    pkgs.krb5
    pkgs.libpq
    pkgs.libtool
    pkgs.libxml2
    pkgs.libxslt
    pkgs.openssl
    pkgs.xmlsec
    pkgs.zlib
  ];

  env = {
    UV_LINK_MODE = "copy";
    UV_PYTHON = lib.getExe python;
    UV_PYTHON_DOWNLOADS = "never";
  };

  dontConfigure = true;

  buildPhase = ''
    runHook preBuild

    export HOME=$TMPDIR
    export UV_CACHE_DIR=$TMPDIR/uv-cache
    export UV_PROJECT_ENVIRONMENT=$NIX_BUILD_TOP/venv
    uv sync --frozen --no-install-project --no-install-workspace --no-dev

    runHook postBuild
  '';

  # A fixed output may hold no store path and must come out the same twice. bin/ is nothing but
  # shebangs and links to the interpreter, byte code carries time stamps, and what was compiled
  # names the libraries above: authentik-django.nix makes the commands anew and patches the
  # libraries' paths in again.
  installPhase = ''
    runHook preInstall

    mkdir -p $out
    cp -r $NIX_BUILD_TOP/venv/lib $out/lib
    find $out -type d -name __pycache__ -prune -exec rm -r {} +
    find $out -type f -name '*.pyc' -delete
    find $out -type f -exec nuke-refs {} +

    runHook postInstall
  '';

  # Stripping and patching would write store paths back in.
  dontFixup = true;

  outputHashMode = "recursive";
  outputHash = "sha256-DtpcYQyI07m7v84D/UC28Tj35R9wye6IX+1D0gMZPgY=";

  meta = {
    description = "Python dependencies of authentik";
    inherit (sources.meta) homepage platforms;
  };
}
