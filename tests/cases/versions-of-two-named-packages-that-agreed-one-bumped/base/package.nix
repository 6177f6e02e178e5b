{ buildMix, fetchFromGitHub, callPackage }:
let
  deps = import ./mix.nix { inherit buildMix; };
in
deps // {
  majic = buildMix rec {
    name = "majic";
    version = "1.0.0";
    src = fetchFromGitHub {
      owner = "wren"; repo = "majic"; rev = "80540b36939ec83f48e76c61e5000e0fd67706f0";
      hash = "sha256-6JAuHYBRB6umOzAqLeOCFUi/oYVedeFMsnAId5JiOUI=";
    };
  };
}
