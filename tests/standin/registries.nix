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

  vscode-utils.buildVscodeMarketplaceExtension =
    { mktplcRef, ... }@args:
    let
      inherit (mktplcRef) publisher name version;
      arch = lib.optionalString (mktplcRef ? arch) "?targetPlatform=${mktplcRef.arch}";
    in
    pkgs.stdenv.mkDerivation (
      removeAttrs args [ "mktplcRef" ]
      // {
        name = "vscode-extension-${publisher}-${name}-${version}";
        src = fetchurlFor "registry" (
          hashOf mktplcRef
          // {
            name = "${publisher}-${name}.zip";
            url = "https://${publisher}.gallery.vsassets.io/_apis/public/gallery/publisher/${publisher}/extension/${name}/${version}/assetbyname/Microsoft.VisualStudio.Services.VSIXPackage${arch}";
          }
        );
      }
    );

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
