lib: { k3sVersion, k3sCommit, k3sRepoSha256 ? lib.fakeHash, k3sVendorHash ? lib.fakeHash, chartVersions ? { }, k3sRootVersion, k3sRootSha256, containerdVersion, containerdSha256, criCtlVersion }:
{ buildGoModule, fetchFromGitHub, fetchgit, fetchurl, stdenv }:
let
  versionldflags = [ "-X version=${k3sVersion}" ];
  k3sRepo = fetchgit { url = "https://github.com/k3s-io/k3s"; rev = "v${k3sVersion}"; sha256 = k3sRepoSha256; };
  k3sRoot = fetchurl { url = "https://github.com/k3s-io/k3s-root/releases/download/v${k3sRootVersion}/k3s-root-amd64.tar"; sha256 = k3sRootSha256; };
  containerd = buildGoModule { pname = "k3s-containerd"; version = containerdVersion; vendorHash = null;
    src = fetchFromGitHub { owner = "k3s-io"; repo = "containerd"; rev = "v${containerdVersion}"; sha256 = containerdSha256; }; };
  charts = builtins.mapAttrs (_: c: fetchurl { inherit (c) url sha256; }) chartVersions;
in buildGoModule { pname = "k3s"; version = k3sVersion; src = k3sRepo; vendorHash = k3sVendorHash; passthru = { inherit k3sRoot containerd charts; }; }
