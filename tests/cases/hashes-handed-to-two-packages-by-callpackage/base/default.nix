{ callPackage }:
{
  one = callPackage ./one.nix { hash = "sha256-SK+0Y/ullFI6TI2aMSuJQYVNuw58jO3F2gOlQOd929U="; };
  two = callPackage ./two.nix { hash = "sha256-p6hxd6V466wlpuDAtRQAPi9zCPn7t7QZqNz+mhs5qzM="; };
}
