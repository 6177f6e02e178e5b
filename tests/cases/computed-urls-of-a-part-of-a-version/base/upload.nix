{ stdenv, fetchurl, mkUrl, mkName, mirror }:

stdenv.mkDerivation (finalAttrs: {
  pname = "upload";
  version = "5.6.7";
  src = fetchurl {
    url = "https://example.org/uploads/9f3ac1d2/setup.exe";
    hash = "sha256-/0CFrRVzVNyOpnqEjnwicLShkoJxPPOn7Pjg/7sVntE=";
  };
})
