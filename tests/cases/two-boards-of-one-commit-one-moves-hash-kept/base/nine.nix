{ stdenv, fetchgit }:

stdenv.mkDerivation {
  pname = "ptarmigan-boot";
  version = "2024.04";
  src = fetchgit {
    url = "https://ptarmigan.example.org/boot.git";
    rev = "9383f8387dc79383f8387dc79383f8387dc70000";
    hash = "sha256-ardSlq2T2l0qOh1fKNIbOjiumGM/g1KUfam7kGSv4fc=";
  };
}
