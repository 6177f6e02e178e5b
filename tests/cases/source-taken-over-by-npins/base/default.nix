{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec { pname = "x"; version = "1.2.0"; src = fetchFromGitHub { owner = "o"; repo = pname; rev = "refs/tags/v${version}"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }; }
