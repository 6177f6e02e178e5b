{ fetchgit }:

rec {
  version = "2.12.0";
  src = fetchgit {
    url = "https://forge.eblu.me/mirrors/ntfy.git";
    rev = "v${version}";
    hash = "sha256-+89Vkew9bAkZpvdqYCimH0B75UkuewxYevmxSLKmVOE=";
  };
}
