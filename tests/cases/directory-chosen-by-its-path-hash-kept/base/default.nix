{ callPackage }:
let
  call = file: if file == ./pkg then callPackage file { version = "1.0"; } else callPackage file { version = "0.3"; };
in
{
  a = call ./pkg;
  b = call ./other.nix;
}
