{ buildRustPackage, fetchFromGitHub }:
buildRustPackage rec {
  pname = "gull";
  version = "0.3.1";
  src = fetchFromGitHub {
    owner = "shore";
    repo = "gull";
    rev = "v${version}";
    hash = "sha256-JKzEkXongMCWAY/vNv3YWKGKZ8vCcqqX5uYDee4t1zo=";
  };
  cargoHash = "sha256-h0uS2L0dGvSVZgmu1Zy1wYcQfvpRp68BfxRPcQ9vySI=";
}
