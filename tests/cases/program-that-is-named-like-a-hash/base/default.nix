{ pkgs }:
{
  tool = pkgs.fetchurl {
    url = "https://example.org/tool-1.0.tar.gz";
    hash = "sha256-Z415YxjaV9XzgHXnS7s7dzddw/i7Sdo0GtG0PEF+jME=";
  };
  update-hash = pkgs.writeShellScriptBin "update-hash" ''
    nix hash path "/nix/store/sdc60acbjm17cc7h7rbk2wwyxlxn7hxg-a" | grep "sha256-0123456789abcdef"
  '';
}
