{ haskellPackages }:

haskellPackages.callHackageDirect {
  pkg = "jot";
  ver = "1.1.0";
  sha256 = "sha256-t1ujzM1cPhZEA/h6H1c7H8+o/yVHba8ccvQpz9jFTzA=";
} { }
