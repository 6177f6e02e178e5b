# Tools and libraries: a name and a version each, and inside it, if it is built, the program of that
# name that the machine has.
{ pkgs, ... }:

let
  tool =
    pname: version: mainProgram:
    pkgs.stdenvNoCC.mkDerivation {
      inherit pname version;
      buildCommand = ''
        mkdir -p "$out/bin"
        if program=$(command -v ${mainProgram}); then
          ln -s "$program" "$out/bin/${mainProgram}"
        fi
      '';
      meta = { inherit mainProgram; };
    };
  named = version: pname: {
    name = pname;
    value = tool pname version pname;
  };

  plain = builtins.listToAttrs (
    map (named "1.0") [
      "autoPatchelfHook"
      "bash"
      "bashInteractive"
      "cacert"
      "cargo"
      "coreutils"
      "dumb-init"
      "git"
      "go"
      "krb5"
      "libffi"
      "libpq"
      "libtool"
      "libxml2"
      "libxslt"
      "makeWrapper"
      "nukeReferences"
      "openapi-generator-cli"
      "openssl"
      "pkg-config"
      "rustc"
      "typescript"
      "tzdata"
      "uv"
      "xmlsec"
      "zlib"
    ]
  );
in
plain
// {
  gcc = tool "gcc-wrapper" "15.2.0" "gcc" // {
    cc = tool "gcc" "15.2.0" "gcc" // {
      lib = tool "gcc-lib" "15.2.0" "gcc";
    };
  };
  postgresql = tool "postgresql" "18.1" "postgres" // {
    pg_config = tool "postgresql-pg_config" "18.1" "pg_config";
  };
  nodejs_24 = tool "nodejs" "24.12.0" "node";
  python314 = tool "python3" "3.14.2" "python3.14" // {
    sitePackages = "lib/python3.14/site-packages";
  };
  rustBindgenHook = tool "rust-bindgen-hook" "1.0" "bindgen";
}
