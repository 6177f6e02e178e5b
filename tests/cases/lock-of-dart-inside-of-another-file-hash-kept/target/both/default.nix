{ flutter }:
let
  pins = builtins.fromJSON (builtins.readFile ./pins.json);
in
flutter.buildFlutterApplication {
  pname = "lark";
  version = "1.0";
  src = ./.;
  inherit (pins) pubspecLock gitHashes;
}
