{ stdenv, fetchurl, fetchFromGitHub }:
let
  pins = builtins.fromJSON (builtins.readFile ./sources.json);
  pin = pins."lark-${stdenv.hostPlatform.system}";
in
{
  lark = fetchurl { inherit (pin.src) url sha256; };
  wren = fetchurl { inherit (pins.wren.src) url sha256; };
  owl = fetchFromGitHub { inherit (pins.owl.src) owner repo rev sha256; };
}
