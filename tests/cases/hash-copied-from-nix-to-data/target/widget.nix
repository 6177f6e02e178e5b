{ lib, fetchFromGitHub }:

fetchFromGitHub (lib.importJSON ./widget.json)
