{ flutter, fetchurl }:
let
  pins = builtins.fromJSON (builtins.readFile ./pins.json);
in
flutter.buildFlutterApplication {
  pname = "wren";
  version = "1.0";
  src = fetchurl {
    url = "https://dl.example.org/wren-1.0.tar.gz";
    hash = "sha256-1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR+Q2jpmbuwTqzU=";
  };
  inherit (pins) pubspecLock;
  gitHashes.finch = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
}
