{ stdenv, fetchFromGitHub }:

stdenv.mkDerivation {
  pname = "siskin";
  version = "unstable-2024-01-01";
  src = fetchFromGitHub {
    owner = "somebody";
    repo = "siskin";
    rev = "904f53594087904f53594087904f53594087aaaa";
    hash = "sha256-teT0f3ulZM8ZNsGRP5UW4csdItl9Eo6LpXmzEy2WVLs=";
  };
}
