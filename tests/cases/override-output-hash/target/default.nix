{ pkgs, callPackage }:
(callPackage ./tool.nix { }).overrideAttrs (o: { version = "1.3.0"; src = o.src.overrideAttrs { outputHash = "sha256-BICpPS6bCUuJ4I4Bl2CJrBgZOvgCxmtjHMjS3BuujIg="; }; vendorHash = "sha256-gqCGBvyya7iMmutiLQ3obvMQxuCT4/+bQmYWHzXVreY="; })
