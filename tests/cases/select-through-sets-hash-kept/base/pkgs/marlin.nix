{ stdenv, fetchFromSourcehut }:

let
  releases = {
    stable = {
      source.rev = "v3.1";
      source.hash = "sha256-L98vGIeNThNO1AOseI41qFmL+A47lJ9CgWpX0ImyKSE=";
    };
    edge = {
      source.rev = "v4.0-beta1";
      source.hash = "sha256-JCbQ4iUQ4Ewo9wuTMf6LRayf/BeWiS/0IQdWfGvQGkQ=";
    };
  };
  build =
    release:
    stdenv.mkDerivation {
      pname = "marlin";
      version = "git";
      src = fetchFromSourcehut {
        owner = "~marlin";
        repo = "marlin";
        inherit (release.source) rev hash;
      };
    };
in
{
  stable = build releases.stable;
  edge = build releases.edge;
}
