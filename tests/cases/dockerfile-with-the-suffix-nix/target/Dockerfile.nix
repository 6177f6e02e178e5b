FROM nixos/nix:2.12.0 AS build
WORKDIR /app
COPY . .
