{ stdenv, fetchgit }:

stdenv.mkDerivation {
  pname = "ptarmigan-boot";
  version = "2024.04";
  src = fetchgit {
    url = "https://ptarmigan.example.org/boot.git";
    rev = "49b102d9888149b102d9888149b102d988810000";
    hash = "sha256-ardSlq2T2l0qOh1fKNIbOjiumGM/g1KUfam7kGSv4fc=";
  };
}
