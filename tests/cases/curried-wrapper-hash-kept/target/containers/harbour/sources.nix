{ pkgs }:

let
  # name: rev: hash: a source from our own forge
  fetchMirror =
    name: rev: hash:
    pkgs.fetchgit {
      url = "https://forge.example.org/mirrors/${name}.git";
      inherit rev hash;
    };

  version = "1.5.0";
in
{
  inherit version;
  src = fetchMirror "harbour" "version/${version}" "sha256-qnT2/QO/aL5+D0vQbK5hpyq4AltQ0AiI8+EGjyIGdGM=";
  api = fetchMirror "harbour-api" "v3.2024.1" "sha256-SEqZk76yPCiVr83fGKIfHalqLS0+8hhvYnHTZ2yqRRc=";
}
