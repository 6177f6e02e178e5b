{ config, pkgs, ... }:

let
  series = config.hardware.tern.series;

  version =
    if series == "steady" then
      "6.6.31"
    else if series == "fresh" then
      "6.9.1"
    else
      throw "no such series";

  sourceHash =
    if series == "steady" then
      "sha256-i5JciBqauYoZsVZUM4UNrWxZJnHKP/FolAQyXj8lfKs="
    else if series == "fresh" then
      "sha256-S8iH7EasvwTVrl1fw8CBHWosOw/RFU0mnpWBVb5OUGo="
    else
      throw "no such series";
in
{
  boot.kernelPackages = pkgs.tern.kernel {
    inherit version;
    sum = sourceHash;
  };
}
