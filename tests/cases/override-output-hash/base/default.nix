{ pkgs, callPackage }:
(callPackage ./tool.nix { }).overrideAttrs (o: { version = "1.2.1"; src = o.src.overrideAttrs { outputHash = "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk="; }; vendorHash = "sha256-s8UfimT6KKxQ7BIz0ReEE8wEU21K4huykP/I0FMHRFY="; })
