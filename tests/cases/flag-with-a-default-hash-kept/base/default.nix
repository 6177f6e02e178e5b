{
  stdenv,
  fetchurl,
  unstable ? false,
}:

stdenv.mkDerivation rec {
  pname = "linnet";
  version = if unstable then "2.0-rc1" else "1.4.0";
  src = fetchurl {
    url = "https://linnet.example/linnet-${version}.tar.gz";
    hash = if unstable then "sha256-P1JM3AehHXxiIL2wSf6N1BsnSDyWzFm1geAi1UcpDWk=" else "sha256-MxEu4U7kacPrUv6QMi7IHdQEoAk9Vlptcc53y8gSTjs=";
  };
}
