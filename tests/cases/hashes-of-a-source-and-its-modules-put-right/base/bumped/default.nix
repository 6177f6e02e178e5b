{ buildGoModule, fetchFromGitHub }:

buildGoModule rec {
  pname = "bumped";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "bumped";
    rev = version;
    hash = "sha256-53uYJz/LSyS18ivB74u8vbjA6P9JQFGbeWSqYtfREZM=";
  };
  vendorHash = "sha256-fcevEpO57NANR6MMLao8nnl/WTw6/8ZzJarADGyeVBc=";
}
