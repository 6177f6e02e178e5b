{ buildGoModule, fetchFromGitHub, fetchYarnDeps }:
buildGoModule rec {
  pname = "heron";
  version = "1.4.1";
  src = fetchFromGitHub {
    owner = "birds";
    repo = "heron";
    rev = "v${version}";
    hash = "sha256-N7H/NS457jMLIOdKM/r2LO8tYKWSDMXQE3y//39z/64=";
  };
  vendorHash = "sha256-vk+4hB3fp5dWBG95lGtxphR8scHS7RPNNDDQShl+r8M=";
  yarnOfflineCache = fetchYarnDeps {
    yarnLock = "${src}/web/yarn.lock";
    hash = "sha256-M0TaiLnYwIJcOex+Z2aZyUDfgmSB2UU5aZzpqPPaa2g=";
  };
}
