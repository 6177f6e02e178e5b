{ pkgs, fetchurl }:
let
  base = { tern = { version ? "1.0.0" }: fetchurl { url = "https://example.org/tern-${version}.tar.gz"; hash = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="; }; };
  birds = base;
in
{
  a = birds.tern { version = "1.2.0"; };
  test.birds = { tern = v: v; };
}
