{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation rec {
  pname = "jot";
  version = "0.4.1";

  src = fetchFromGitHub {
    owner = "example";
    repo = "jot";
    tag = "v${version}";
    hash = "sha256-LeZ2uvTp68qDJg3lxJC8vJKh+lwPfMxbuPay1825f7E=";
  };
}
