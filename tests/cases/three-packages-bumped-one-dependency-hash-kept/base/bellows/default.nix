{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "bellows";
  version = "1.1.0";
  src = fetchFromGitHub {
    owner = "o";
    repo = "bellows";
    rev = "v${version}";
    hash = "sha256-hZtvphlsz6PnZzUP4zmanVHhzCGfDownS2ouh+zd8b4=";
  };
  vendorHash = "sha256-cdSkyZ6J/WCDqnq0M5BNyjSRkE4vZSPmr4TlJwpfJ00=";
}
