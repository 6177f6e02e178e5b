{ lib, fetchFromGitHub, stdenv, version ? "1.2" }:
let
  versions = {
    latest = "1.2";
    "1.1" = { rev = "v1.1.7"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
    "1.2" = { rev = "v1.2.3"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
  };
  v = versions.${version};
in
stdenv.mkDerivation { pname = "x"; version = lib.removePrefix "v" v.rev; src = fetchFromGitHub { owner = "o"; repo = "x"; inherit (v) rev hash; }; }
