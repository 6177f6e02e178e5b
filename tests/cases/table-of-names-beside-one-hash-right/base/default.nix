{ lib, stdenv, fetchurl, channel ? "stable" }:
let
  version = "1.2.0";
  hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
  names = { stable = "App"; beta = "App Beta"; };
  mirrors = { stable = "https://a.org"; beta = "https://b.org"; };
in
stdenv.mkDerivation {
  pname = "app"; inherit version;
  desktopName = names.${channel};
  src = fetchurl { url = "${mirrors.${channel}}/app-${version}.tgz"; inherit hash; };
}
