{ stdenv, fetchurl, lib, version, hashes }:
let
  platforms = { x86_64-linux = "linux-x64"; aarch64-darwin = "osx-arm64"; };
  system = stdenv.hostPlatform.system;
  platform = platforms.${system};
in
stdenv.mkDerivation {
  pname = "dotnet-sdk"; inherit version;
  src = fetchurl {
    url = "https://builds.dotnet.microsoft.com/dotnet/Sdk/${version}/dotnet-sdk-${version}-${platform}.tar.gz";
    sha512 = hashes.${system} or (throw "Missing hash for ${system}");
  };
}
