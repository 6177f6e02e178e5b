{ buildGoModule, fetchFromGitHub }:
buildGoModule rec {
  pname = "anvil";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "o";
    repo = "anvil";
    rev = "v${version}";
    hash = "sha256-uDPniIzCVJzlJzGLX2RppKSh36xxlh+Y233tRvT6LFQ=";
  };
  vendorHash = "sha256-ULxm2KrlrpAg4V1ToQPd+R3iArOvWus/0SS2hhzdJAU=";
}
