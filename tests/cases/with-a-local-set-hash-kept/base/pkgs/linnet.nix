{ lib, fetchzip, fetchurl }:

let
  release = {
    tag = "linnet-3.1";
    digest = "sha256-vznjrPWEsfIyLwBnpGHnnEKp3rT1zdyiPrwF8RSZW3Y=";
  };
in
with lib;
with release;
fetchzip {
  url = "https://git.example.org/linnet/snapshot/${removePrefix "linnet-" tag}.tar.gz";
  hash = digest;
}
