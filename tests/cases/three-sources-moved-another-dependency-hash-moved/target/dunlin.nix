{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "dunlin";
  version = "1.2.0";
  src = fetchFromGitHub {
    owner = "dunlin";
    repo = "dunlin";
    tag = "v1.2.0";
    hash = "sha256-PyXOTlqiIUoskPH64Ti7m91Z3c9Hn+ZxQO7H+FllUdo=";
  };
  vendorHash = "sha256-gG+8/3vWI3LHvlS8PtJCYPXjQ28XOJbSh3GHM900esE=";
}
