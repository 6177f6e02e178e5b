{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation {
  pname = "siskin";
  version = "unstable-2024-01-01";
  src = fetchFromGitHub {
    owner = "siskin";
    repo = "siskin";
    rev = "fe4d23ee9162fe4d23ee9162fe4d23ee9162bbbb";
    hash = "sha256-teT0f3ulZM8ZNsGRP5UW4csdItl9Eo6LpXmzEy2WVLs=";
  };
}
