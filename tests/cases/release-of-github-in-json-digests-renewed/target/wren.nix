{ mkGitHubBinary }:
mkGitHubBinary {
  owner = "wren";
  repo = "wren";
  file = ./release.json;
  assets = {
    x86_64-linux = "wren-x86_64-linux.tar.gz";
    aarch64-darwin = "wren-aarch64-darwin.tar.gz";
  };
}
