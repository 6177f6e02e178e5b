{ buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "right";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "right";
    rev = version;
    hash = "sha256-1BYZfzDIaX2SeyOQXyQdAIgG/He89bw/FaDJXPL8hgE=";
  };
  vendorHash = "sha256-qHs+NIzLWY7LcbuDMAor+NkbeA0HF67GyR+0bOb749g=";
}
