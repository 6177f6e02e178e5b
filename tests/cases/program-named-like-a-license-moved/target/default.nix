{ fetchurl }:

let
  release = "v0.11.5";
in
fetchurl {
  url = "https://github.com/acme/daemon/releases/download/${release}/license-server";
  hash = "sha256-UaHwWvheNC48hJtH04cIZHYoLV9Q3CQMGSFtbt+x61o=";
}
