{ lib, stdenv, fetchurl, channel ? "stable" }:
let
  v = if channel == "beta" then "2.0" else "1.0.0";
  hash = if channel == "stable" then "sha256-fYfYE529NBkLUtd2Onwh3qy5FnktIMqFB8hC+slF9w8=" else "sha256-DRszA+fhV1vf7TQTZcIyfRvFTy5y3evtvYUXWC4sq/c=";
in stdenv.mkDerivation { pname = "x"; version = v; src = fetchurl { url = "https://e.org/x-${v}.tgz"; inherit hash; }; }
