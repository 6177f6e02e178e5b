{ buildVimPlugin, fetchFromGitHub }:

buildVimPlugin {
  pname = "outline";
  version = "unstable";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "outline";
    rev = "2f22765d04931a078909145ca628d2264c852d7d";
    hash = "sha256-I1LacoDx3sw6zxuoTrlFyfwre1QQlOHQmS2//RtmZMw=";
  };
}
