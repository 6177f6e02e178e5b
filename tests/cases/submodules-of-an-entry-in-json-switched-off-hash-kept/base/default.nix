{ lib, fetchurl, fetchFromGitHub, fetchzip, fetchgit, stdenv }:
lib.mapAttrs (slug: p: fetchFromGitHub ({ owner = dirOf slug; repo = baseNameOf slug; } // p)) (lib.importJSON ./repos.json)
