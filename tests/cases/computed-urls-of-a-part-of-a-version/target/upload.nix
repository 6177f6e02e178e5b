{ stdenv, fetchurl, mkUrl, mkName, mirror }:

stdenv.mkDerivation (finalAttrs: {
  pname = "upload";
  version = "5.6.7";
  src = fetchurl {
    url = mkUrl finalAttrs.version;
    hash = "sha256-/0CFrRVzVNyOpnqEjnwicLShkoJxPPOn7Pjg/7sVntE=";
  };
})
