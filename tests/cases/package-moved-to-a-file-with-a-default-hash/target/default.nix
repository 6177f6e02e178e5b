{ pkgs }:
{
  tern = import ./tern.nix { inherit pkgs; sha256 = "sha256-i97tRp67niA6vPAa8L3TzENBsTOKp0rzJWJq9JFVGPg="; };
}
