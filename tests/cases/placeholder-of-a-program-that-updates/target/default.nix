{ pkgs }:
let
  mk = npmDepsHash: pkgs.buildNpmPackage {
    pname = "jib";
    version = "0.2.0";
    src = pkgs.fetchFromGitHub { owner = "jib"; repo = "jib"; rev = "v0.2.0"; hash = "sha256-rTKIRqoYsyozWBY3RRHKwQY8cEuMV5meUdqfkIKQp6Q="; };
    inherit npmDepsHash;
  };
in
{
  jib = mk "sha256-nAq+UcbmZV2B3i0ETU+xlJMfBYwEJsZ8coXY9WV+1ko=";
  firmware-updater = pkgs.buildNpmPackage {
    pname = "jib-deps";
    version = "0.2.0";
    src = ./.;
    npmDepsHash = pkgs.lib.fakeHash;
  };
}
