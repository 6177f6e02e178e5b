FROM nixos/nix:2.11.1 AS build
WORKDIR /app
