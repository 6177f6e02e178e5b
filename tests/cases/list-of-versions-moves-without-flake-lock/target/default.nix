{ lib, fetchFromGitHub }:

lib.mapAttrs (_: fetchFromGitHub) (lib.importJSON ./versions.json)
