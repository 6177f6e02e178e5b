{ fetchurl }:
let
  build =
    version:
    fetchurl {
      url = "https://example.org/heron/${version}/heron.tar.gz";
      hash = "sha256-MTXS1xv/d75IOKcQK7rFuHr3/Qua7z1Bb5Y6WvuxkGE=";
    };
in
{
  heron = build "3.2";
}
