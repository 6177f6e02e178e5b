{ lib, fetchzip, fetchurl }:

let
  release = {
    tag = "linnet-3.2";
    digest = "sha256-kuim4Ff3FkjgikOjFXbB6NsfjXxfDxEHNxaYyhZu9cM=";
  };
in
with lib;
with release;
fetchzip {
  url = "https://git.example.org/linnet/snapshot/${removePrefix "linnet-" tag}.tar.gz";
  hash = digest;
}
