{ lib, fetchFromGitHub, rustPlatform }:
{ }
