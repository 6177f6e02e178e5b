{ fetchurl }:
let
  commit = "1111111111111111111111111111111111111111";
  files = [
    { kind = "configuration"; hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s="; }
    { kind = "data"; hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s="; }
    { kind = "text"; hash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU="; }
  ];
in
map (
  { kind, hash }:
  fetchurl {
    url = "https://gitlab.com/crest/plugins/raw/${commit}/${kind}.vim";
    inherit hash;
  }
) files
