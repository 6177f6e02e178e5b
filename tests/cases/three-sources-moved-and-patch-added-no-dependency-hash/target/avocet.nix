{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "avocet";
  version = "1.2.0";
  src = fetchFromGitHub {
    owner = "avocet";
    repo = "avocet";
    tag = "v1.2.0";
    hash = "sha256-M2u8seSG6+1thd2Yn9MPcjAl38MDKi5SoY1lwn+DTS0=";
  };
  vendorHash = "sha256-bMergC4BguC5W4XGFc9jgey69L5QG2vbO+dVWk97Ipw=";

  patches = [ ./harmless.patch ];
}
