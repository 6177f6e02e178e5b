{ pkgs }:
{
  tool = pkgs.fetchurl {
    url = "https://example.org/tool-1.1.tar.gz";
    hash = "sha256-qTtbg5JV2SSHo/mtffraHcc6sBaALH9mncCaiRxlRvo=";
  };
  update-hash = pkgs.writeShellScriptBin "update-hash" ''
    nix hash path "/nix/store/sdc60acbjm17cc7h7rbk2wwyxlxn7hxg-a" | grep "sha256-0123456789abcdef"
  '';
}
