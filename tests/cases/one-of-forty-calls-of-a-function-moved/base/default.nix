{ pkgs, lib }:
{
  parts = lib.mapAttrs (part: version: pkgs.callPackage ./part.nix { inherit part version; }) (
    lib.importJSON ./versions.json
  );
  tools = lib.mapAttrs (part: version: pkgs.callPackage ./tool.nix { inherit part version; }) (
    lib.importJSON ./inner.json
  );
}
