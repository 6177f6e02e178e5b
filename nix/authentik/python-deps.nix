# authentik's Python dependencies, as uv.lock pins them, in one fixed output.
#
# nixpkgs' own Python packages are left aside: many do not build with Python 3.14 yet, and upstream
# tests against the versions of its lock. So uv installs them from PyPI; Nix gives it the
# interpreter and the libraries to compile against.
#
# What moves the hash: uv.lock, `[tool.uv]` of pyproject.toml, the pyproject.toml of the workspace's
# members, python, uv, the libraries, and the script below. The last four do not reach the store
# name: after a change there, empty the hash and build.
#
# Proof: the hash is that of the packaging which this one follows, step by step. It was not built
# again for this repository: that takes the network and the nixpkgs of the day.
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
    # uv.lock pins some packages to git commits.
    pkgs.git
    pkgs.krb5
    pkgs.nukeReferences
    pkgs.pkg-config
    pkgs.postgresql.pg_config
    python
    pkgs.uv
  ];

  # For those that `[tool.uv]` wants compiled: lxml, xmlsec, gssapi, psycopg-c and others, so that
  # all of them share one OpenSSL and one libxml2.
  buildInputs = [
    pkgs.libffi
    pkgs.libpq
    pkgs.libtool
    pkgs.libxml2
    pkgs.libxslt
    pkgs.openssl
    pkgs.xmlsec
    pkgs.zlib
  ];

  env = {
    # gssapi declares its extensions in a header of its own, which its wheels do not include.
    NIX_CFLAGS_COMPILE = "-include gssapi/gssapi_ext.h";
    UV_LINK_MODE = "copy";
    UV_PYTHON = lib.getExe python;
  };

  dontConfigure = true;

  buildPhase = ''
    runHook preBuild

    export HOME=$TMPDIR
    export SSL_CERT_FILE=${pkgs.cacert}/etc/ssl/certs/ca-bundle.crt
    export GIT_SSL_CAINFO=$SSL_CERT_FILE
    uv sync --frozen --no-install-project --no-install-workspace --no-dev

    runHook postBuild
  '';

  # The environment as it is, without what holds a store path or differs from one build to the next:
  # bin/ is nothing but shebangs and links to the interpreter, byte code carries time stamps, and
  # what was compiled names the libraries above. pyvenv.cfg keeps a mark for the interpreter.
  # authentik-django.nix puts the commands, the libraries' paths and the interpreter in again.
  installPhase = ''
    runHook preInstall

    mv .venv $out
    sed -i "s|${python}|@python@|g" $out/pyvenv.cfg
    rm -r $out/bin
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
