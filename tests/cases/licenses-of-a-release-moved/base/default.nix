{ fetchurl }:

let
  release = "v0.11.4";
in
fetchurl {
  url = "https://github.com/acme/daemon/releases/download/${release}/plugin-licenses.txt";
  hash = "sha256-Scs04n/HUwGrg93FlBU8vJO6Tz79vY+wlUW3Jc90IwE=";
}
