{ fetchurl }:

let
  pname = "k9s";
  version = "1.0";
in
fetchurl {
  url = "https://example.org/\${pname}-1.0.tar.gz";
  hash = "sha256-AwyaaS56AeHRSne2U4++5hy1+YSFMNFx9AiGmMPEcr0=";
}
