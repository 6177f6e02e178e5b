{ pkgs }:

{
  plumb = (
    { version, rev }:
    pkgs.stdenv.mkDerivation {
      pname = "plumb";
      inherit version;

      src = pkgs.fetchgit {
        url = "https://git.example.org/plumb.git";
        inherit rev;
        hash = "sha256-0XZ4P0CwHv5BjljtvnlMOdvPlVH9xBzLclo33N6ETBk=";
      };
    }
  ) { version = "2.1"; rev = "release-2.1"; };
}
