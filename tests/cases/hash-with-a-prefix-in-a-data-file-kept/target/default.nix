{ fetchurl }:
let
  pins = builtins.fromJSON (builtins.readFile ./pins.json);
in
fetchurl {
  url = "https://example.org/tool_${pins.version}_amd64.deb";
  sha256 = pins.debSha256;
}
