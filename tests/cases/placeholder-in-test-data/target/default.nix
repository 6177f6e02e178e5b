{ pkgs ? import <nixpkgs> { } }:
pkgs.rustPlatform.buildRustPackage { pname = "client"; version = "1"; src = ./client; cargoLock.lockFile = ./client/Cargo.lock; }
