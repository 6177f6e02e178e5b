{ lib, stdenv, fetchurl, channel ? "stable" }:
let
  version = "1.3.0";
  hash = "sha256-IQoU47ezEO5Xg+vSrL+2F5bmkZpjc37z80nrEbtyVng=";
  names = { stable = "App"; beta = "App Beta"; };
  mirrors = { stable = "https://a.org"; beta = "https://b.org"; };
in
stdenv.mkDerivation {
  pname = "app"; inherit version;
  desktopName = names.${channel};
  src = fetchurl { url = "${mirrors.${channel}}/app-${version}.tgz"; inherit hash; };
}
