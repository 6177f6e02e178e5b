{ lib, fetchurl }:
let
  versions = {
    v1_0_1 = "sha256-goFi0Y/nWQ51wTYN37CPVHpcwIwdWbvubvmtwcbre58=";
    v1_1_0 = { arm = "sha256-3JHd7NlcPBtyMDxpsplfBIrUo0n6tkTPl3DHKFsBBMo="; x86 = "sha256-u6u0GCylu5XZajgmlMS8t+YzcSR+2PJ70zYio5eZmeo="; };
    v1_2_0 = { arm = "sha256-NmXyAxa+e07M7GI/7CZp20gwX7ZgxBQj8Nw+ZRKR+v4="; x86 = "sha256-YDUlPoD68cFfmbzS5l3A+eRM897kD2cXdj2nKNfGmp0="; };
  };
  fetchVersions =
    out: key:
    let
      version = lib.replaceStrings [ "_" ] [ "." ] key;
      hashes = if builtins.isAttrs versions.${key} then versions.${key} else { arm = versions.${key}; };
      fetchVersion =
        { arch ? "arm", hash }:
        fetchurl {
          url = "https://example.org/tool/${version}-${arch}.apk";
          inherit hash;
        };
    in
    out
    // builtins.listToAttrs (
      map (arch: {
        name = "${key}-${arch}";
        value = fetchVersion { inherit arch; hash = hashes.${arch}; };
      }) (builtins.attrNames hashes)
    );
in
builtins.foldl' fetchVersions { } (builtins.attrNames versions)
