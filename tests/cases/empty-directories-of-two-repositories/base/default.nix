{ lib, fetchFromGitHub }:
lib.mapAttrs (_: each: fetchFromGitHub { inherit (each) owner repo rev hash; }) (lib.importJSON ./data.json)
