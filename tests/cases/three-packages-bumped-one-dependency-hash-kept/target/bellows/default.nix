{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "bellows";
  version = "1.1.1";
  src = fetchFromGitHub {
    owner = "o";
    repo = "bellows";
    rev = "v${version}";
    hash = "sha256-UwA/xbI55FRTGJI27X6pBi9zJHr/T7nnYTwRa5te2GI=";
  };
  vendorHash = "sha256-frh2N/lAdKeY00uf5XomXuHJVar9eH6T0p52CmZKBYQ=";
}
