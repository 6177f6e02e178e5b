{ fetchgit }:

rec {
  version = "2.11.0";
  src = fetchgit {
    url = "https://forge.eblu.me/mirrors/ntfy.git";
    rev = "v${version}";
    hash = "sha256-lY+1XU+PO8o2xq9QKM8NoSMlDqzccUq+1VEsxV358oU=";
  };
}
