{ fetchgit, fetchipfs, lib }:

{
  loon = fetchgit { inherit (lib.importJSON ./loon.json) url rev sha256; };

  data = fetchipfs {
    ipfs = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";
    sha256 = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
  };
}
