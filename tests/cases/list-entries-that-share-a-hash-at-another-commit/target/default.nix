{ fetchurl }:
let
  commit = "2222222222222222222222222222222222222222";
  files = [
    { kind = "configuration"; hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s="; }
    { kind = "data"; hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s="; }
    { kind = "text"; hash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84="; }
  ];
in
map (
  { kind, hash }:
  fetchurl {
    url = "https://gitlab.com/crest/plugins/raw/${commit}/${kind}.vim";
    inherit hash;
  }
) files
