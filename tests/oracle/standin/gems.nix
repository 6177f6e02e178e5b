# Builders that fetch their own source from a registry: a package of Ruby, of the BEAM, of Rust, of .NET, of a browser.
{ pkgs, lib, ... }:

let
  inherit (pkgs) fetchurlFor;
  hashOf = builtins.intersectAttrs (
    lib.genAttrs [
      "hash"
      "sha256"
    ] (_: null)
  );

  # A package whose source is one file of a registry.
  around =
    name: source:
    pkgs.stdenv.mkDerivation {
      inherit name;
      src = source;
    };
in
{
  buildRubyGem =
    {
      gemName,
      version,
      source,
      platform ? "ruby",
      ...
    }:
    around "gem-${gemName}" (
      fetchurlFor "registry" (
        hashOf source
        // rec {
          name = "${gemName}-${version}${lib.optionalString (platform != "ruby") "-${platform}"}.gem";
          url = "https://rubygems.org/gems/${name}";
        }
      )
    );

  buildHex =
    {
      name,
      version,
      ...
    }@args:
    around "hex-${name}" (
      fetchurlFor "registry" (
        hashOf args // { url = "https://repo.hex.pm/tarballs/${name}-${version}.tar"; }
      )
    );

  buildRustCrate =
    {
      crateName,
      version,
      ...
    }@args:
    around "rust_${crateName}" (
      fetchurlFor "registry" (
        hashOf args
        // {
          name = "${crateName}-${version}.tar.gz";
          url = "https://crates.io/api/v1/crates/${crateName}/${version}/download";
        }
      )
    );

  buildDotnetGlobalTool =
    {
      pname,
      nugetName ? pname,
      version,
      nugetHash,
      ...
    }:
    around "tool-${pname}" (
      fetchurlFor "registry" {
        hash = nugetHash;
        name = "${nugetName}.${version}.nupkg";
        url = "https://www.nuget.org/api/v2/package/${nugetName}/${version}";
      }
    );

  buildFirefoxXpiAddon =
    {
      pname,
      version,
      url,
      ...
    }@args:
    around "${pname}-xpi" (fetchurlFor "fetchurl" (hashOf args // { inherit url; }));
}
