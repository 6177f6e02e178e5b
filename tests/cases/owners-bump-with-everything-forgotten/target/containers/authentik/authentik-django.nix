{
  pkgs ? import <nixpkgs> { },
  sources ? import ./sources.nix { inherit pkgs; },
  python-deps ? import ./python-deps.nix { inherit pkgs sources; },
}:

let
  opencontainers-src = pkgs.fetchFromGitHub {
    owner = "vsoch";
    repo = "oci-python";
    rev = "ceb4fcc090851717a3069d78e85ceb1e86c2740c";
    hash = "sha256-Q6SJed0K6eIrqQ9mNAD4RGx+YCJvnI5E+0KGp5fBtTU=";
  };
in
pkgs.stdenv.mkDerivation {
  pname = "authentik-django";
  inherit (sources) version src;

  installPhase = ''
    mkdir -p $out
    cp -r ${python-deps}/lib authentik lifecycle manage.py $out/
    cp -r ${opencontainers-src}/opencontainers $out/
  '';
}
