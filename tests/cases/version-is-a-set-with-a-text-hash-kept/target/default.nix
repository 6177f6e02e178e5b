{ stdenv, fetchurl }:
let
  rubyVersion = import ./ruby-version.nix;
  generic = { version, hash }: stdenv.mkDerivation {
    pname = "ruby";
    version = toString version;
    src = fetchurl {
      url = "https://cache.ruby-lang.org/pub/ruby/${version.majMin}/ruby-${version}.tar.gz";
      inherit hash;
    };
  };
in {
  ruby_3_2 = generic {
    version = rubyVersion "3" "2" "3";
    hash = "sha256-ZcdMFaaGGHu2u/mVj0lPxrgAaANKZZqa1EmRsIxY8tI=";
  };
  ruby_3_3 = generic {
    version = rubyVersion "3" "3" "2";
    hash = "sha256-uROBlP/p58i7bXnR7VYllVPRjZy2C2bjulqi5bB4BVo=";
  };
}
