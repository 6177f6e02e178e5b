{ rustPlatform, fetchFromGitHub, stdenv, cargo, rustc }:
stdenv.mkDerivation rec {
  pname = "fractal"; version = "6";
  src = fetchFromGitHub { owner = "o"; repo = pname; rev = version; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  cargoDeps = rustPlatform.importCargoLock {
    lockFile = "${src}/Cargo.lock";
    outputHashes = { "matrix-sdk-0.7.0" = "sha256-YsZqel3XDDFGYYBjw0TlMebUtZ43mAhEPOlis6vWPFo="; "ruma-0.9.4" = "sha256-RUNJ5CLwUpcZHq0T4h09tSDlq+9SBV5JZLgvshP1k6E="; };
  };
}
