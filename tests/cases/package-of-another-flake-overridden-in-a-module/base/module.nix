{ self, inputs }:
{ pkgs, ... }:
{
  environment.systemPackages = [
    (inputs.birds.packages.${pkgs.system}.tern.override { version = "1.2.0"; })
    (self.packages.${pkgs.stdenv.hostPlatform.system}.knot.override { version = "1.0.0"; label = "bird"; })
  ];
}
