{
  stdenv,
  fetchurl,
}:

let
  version = "4.1.0";
  inherit (stdenv.hostPlatform) system;
in
stdenv.mkDerivation {
  pname = "sextant";
  inherit version;

  src = fetchurl {
    url =
      {
        x86_64-linux = "https://dl.example.org/sextant-amd64.tar.gz";
        aarch64-linux = "https://dl.example.org/${version}/sextant-arm64.tar.gz";
      }
      .${system};
    hash =
      if system == "x86_64-linux" then
        "sha256-SuQ9ff9U3pMwUQVmUJnfkZ3qKXzTR6fhaDKA0ElbcmU="
      else
        "sha256-LAwbHaaRwLPPSxS0hJ2Wf1Vy6GK5qHtjLDKMJQjmPyk=";
  };
}
