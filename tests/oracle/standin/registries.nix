# The fetchers of registries: a url is made of a name and a version.
{ pkgs, lib, ... }:

let
  inherit (pkgs) fetchurlFor fetchzipFor;
  hashNames = [
    "hash"
    "outputHash"
    "sha1"
    "sha256"
    "sha512"
  ];
  hashOf = builtins.intersectAttrs (lib.genAttrs hashNames (_: null));
  dotted = builtins.replaceStrings [ "." ] [ "/" ];
  dashed = builtins.replaceStrings [ "/" ":" ] [ "-" "-" ];

  # An extension of an editor, by the reference that its market has for it.
  vsix =
    reference:
    let
      inherit (reference) publisher name version;
      arch = lib.optionalString (reference ? arch) "?targetPlatform=${reference.arch}";
    in
    fetchurlFor "registry" (
      hashOf reference
      // {
        name = "${publisher}-${name}.zip";
        url = "https://${publisher}.gallery.vsassets.io/_apis/public/gallery/publisher/${publisher}/extension/${name}/${version}/assetbyname/Microsoft.VisualStudio.Services.VSIXPackage${arch}";
      }
    );
in
{
  fetchPypi =
    {
      pname,
      version,
      format ? "setuptools",
      extension ? "tar.gz",
      dist ? "py2.py3",
      python ? "py2.py3",
      abi ? "none",
      platform ? "any",
      ...
    }@args:
    let
      file =
        if format == "wheel" then
          "${dist}/${builtins.substring 0 1 pname}/${pname}/${pname}-${version}-${python}-${abi}-${platform}.whl"
        else
          "source/${builtins.substring 0 1 pname}/${pname}/${pname}-${version}.${extension}";
    in
    fetchurlFor "registry" (hashOf args // { url = "mirror://pypi/${file}"; });

  fetchCrate =
    {
      crateName ? args.pname,
      version,
      unpack ? true,
      ...
    }@args:
    (if unpack then fetchzipFor else fetchurlFor) "registry" (
      removeAttrs args [
        "crateName"
        "pname"
        "unpack"
        "version"
      ]
      // {
        name = args.name or "${crateName}-${version}.tar.gz";
        url = "https://crates.io/api/v1/crates/${crateName}/${version}/download";
      }
    );

  fetchMavenArtifact =
    {
      groupId,
      artifactId,
      version,
      classifier ? null,
      ...
    }@args:
    let
      tail = lib.optionalString (classifier != null) "-${classifier}";
      underscored = builtins.replaceStrings [ "." ] [ "_" ];
    in
    fetchurlFor "registry" (
      hashOf args
      // {
        name = "${underscored groupId}_${underscored artifactId}-${version}.jar";
        url = "https://repo1.maven.org/maven2/${dotted groupId}/${artifactId}/${version}/${artifactId}-${version}${tail}.jar";
      }
    );

  fetchHex =
    { pkg, version, ... }@args:
    fetchurlFor "registry" (
      hashOf args // { url = "https://repo.hex.pm/tarballs/${pkg}-${version}.tar"; }
    );

  fetchNupkg =
    { pname, version, ... }@args:
    fetchurlFor "registry" (
      hashOf args
      // {
        name = "${pname}.${version}.nupkg";
        url = "https://www.nuget.org/api/v2/package/${pname}/${version}";
      }
    );

  haskellPackages.callHackageDirect =
    {
      pkg,
      ver,
      sha256,
      ...
    }:
    pkgs.stdenv.mkDerivation {
      pname = pkg;
      version = ver;
      src = fetchzipFor "registry" {
        inherit sha256;
        url = "mirror://hackage/${pkg}-${ver}/${pkg}-${ver}.tar.gz";
      };
    };

  fetchPypiLegacy =
    { file, ... }@args:
    fetchurlFor "registry" (
      hashOf args
      // {
        name = args.name or file;
        url = "mirror://pypi-legacy/${args.pname}/${file}";
      }
    );

  dotnetPackages.fetchNuGet =
    { pname, version, ... }@args:
    fetchurlFor "registry" (
      hashOf args
      // {
        name = "${pname}.${version}.zip";
        url = "https://www.nuget.org/api/v2/package/${pname}/${version}#zip";
      }
    );

  # Of a version that names a repository, what follows the last # counts for the name.
  fetchbower =
    name: version: target: sha256:
    let
      tail = builtins.match ".*#(.*)" version;
    in
    pkgs.fixedOutput "fetchbower" (dashed "${name}-${
      if tail == null then version else builtins.head tail
    }") "recursive" {
      inherit sha256 target;
      package = name;
      release = version;
    };

  vscode-utils = {
    fetchVsixFromVscodeMarketplace = vsix;
    buildVscodeMarketplaceExtension =
      { mktplcRef, ... }@args:
      pkgs.stdenv.mkDerivation (
        removeAttrs args [ "mktplcRef" ]
        // {
          name = "vscode-extension-${mktplcRef.publisher}-${mktplcRef.name}-${mktplcRef.version}";
          src = vsix mktplcRef;
        }
      );
  };

  fetchNextcloudApp =
    { url, ... }@args:
    pkgs.stdenv.mkDerivation {
      name = "nc-app";
      src = pkgs.fetchzip (hashOf args // { inherit url; });
    };

  fetchFirefoxAddon =
    { name, url, ... }@args:
    pkgs.stdenv.mkDerivation {
      inherit name;
      src = pkgs.fetchurl (hashOf args // { inherit url; });
    };

  requireFile =
    args:
    pkgs.fixedOutput "requireFile" (args.name or (baseNameOf args.url)) (args.hashMode or "flat") args;
}
