{ pkgs, callPackage }:
(callPackage ./tool.nix { }).overrideAttrs { src = ./.; version = "dev"; }
