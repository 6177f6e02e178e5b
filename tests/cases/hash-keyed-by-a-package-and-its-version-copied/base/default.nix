{ stdenv, fetchurl }:
let
  pname = "x"; version = "1.2.0";
  hashes = { "x-1.2.0" = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; "x-1.1.0" = "sha256-y6BrVzb69n5UsHtWHq6UOV53TFF6fZEKVDaeEmPM+9Q="; };
in stdenv.mkDerivation { inherit pname version; src = fetchurl { url = "https://e.org/${pname}-${version}.tgz"; hash = hashes."${pname}-${version}"; }; }
