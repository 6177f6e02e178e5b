{ config, pkgs, ... }:

let
  series = config.hardware.tern.series;

  version =
    if series == "steady" then
      "6.6.31"
    else if series == "fresh" then
      "6.8.9"
    else
      throw "no such series";

  sourceHash =
    if series == "steady" then
      "sha256-i5JciBqauYoZsVZUM4UNrWxZJnHKP/FolAQyXj8lfKs="
    else if series == "fresh" then
      "sha256-UytrCQMNptiUjqjrsuhXGtYuV7WzTzyp1fthzADYBJc="
    else
      throw "no such series";
in
{
  boot.kernelPackages = pkgs.tern.kernel {
    inherit version;
    sum = sourceHash;
  };
}
