{ fetchurl, linkFarm }:
let
  version = "1.2.0";
  base = "https://github.com/acme/gateway/releases/download/v${version}/";
  fetch = { name, hash }: { inherit name; path = fetchurl { url = base + name; inherit hash; }; };
in
linkFarm "crds" (map fetch [
  { name = "standard.yaml"; hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k="; }
  { name = "experimental.yaml"; hash = "sha256-P3m7e0NbBTIWUdrv03TNxoHcBvqmXjdOODN7iMoEbeo="; }
])
