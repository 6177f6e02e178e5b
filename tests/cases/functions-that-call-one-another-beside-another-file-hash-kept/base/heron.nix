{ fetchurl }:
let
  build =
    version:
    fetchurl {
      url = "https://example.org/heron/${version}/heron.tar.gz";
      hash = "sha256-Ne/G3tThPymo2G5PMylL4PWfyq86VrU4+eNOYOOuT0Q=";
    };
in
{
  heron = build "3.1";
}
