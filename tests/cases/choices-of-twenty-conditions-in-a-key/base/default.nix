{ fetchurl, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19 }:

let
  entries = {
    aaaaaaaaaaaaaaaaaaaa = {
      version = "1.0";
      hash = "sha256-glTDKakoUPbVOd03b0gW7idkUX2l4CNVFK9DMWRIDXo=";
    };
    other = {
      version = "0";
      hash = "sha256-ZcdMFaaGGHu2u/mVj0lPxrgAaANKZZqa1EmRsIxY8tI=";
    };
  };
  entry = entries."${if c0 then "a" else "b"}${if c1 then "a" else "b"}${if c2 then "a" else "b"}${if c3 then "a" else "b"}${if c4 then "a" else "b"}${if c5 then "a" else "b"}${if c6 then "a" else "b"}${if c7 then "a" else "b"}${if c8 then "a" else "b"}${if c9 then "a" else "b"}${if c10 then "a" else "b"}${if c11 then "a" else "b"}${if c12 then "a" else "b"}${if c13 then "a" else "b"}${if c14 then "a" else "b"}${if c15 then "a" else "b"}${if c16 then "a" else "b"}${if c17 then "a" else "b"}${if c18 then "a" else "b"}${if c19 then "a" else "b"}";
in
fetchurl {
  url = "https://example.org/tool-${entry.version}.tgz";
  inherit (entry) hash;
}
