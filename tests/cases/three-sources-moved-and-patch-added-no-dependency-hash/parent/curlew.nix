{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "curlew";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "curlew";
    repo = "curlew";
    tag = "v1.0.0";
    hash = "sha256-+0kab88ckdb2pkEKuTUfIusdivPXqnDbH/VP6zbOOYE=";
  };
  vendorHash = "sha256-O4GTXYiAtQqL6oashtcFaGfaJ+bBAhexd/3ygM86ax4=";
}
