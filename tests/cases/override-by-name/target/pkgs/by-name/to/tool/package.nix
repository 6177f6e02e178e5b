{ stdenv, fetchurl, version ? "1.2.0" }:
stdenv.mkDerivation { pname = "x"; inherit version; src = fetchurl { url = "https://e.org/x-${version}.tgz"; hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE="; }; }
