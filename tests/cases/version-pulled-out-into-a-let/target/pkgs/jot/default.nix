{ stdenv, fetchFromGitHub }:

let
  version = "0.4.1";
in
stdenv.mkDerivation {
  pname = "jot";
  inherit version;

  src = fetchFromGitHub {
    owner = "example";
    repo = "jot";
    rev = "v${version}";
    hash = "sha256-LeZ2uvTp68qDJg3lxJC8vJKh+lwPfMxbuPay1825f7E=";
  };
}
