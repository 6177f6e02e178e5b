{ buildNpmPackage, fetchFromGitHub, fetchpatch }:

buildNpmPackage rec {
  pname = "shutter";
  version = "2.5.1";

  src = fetchFromGitHub {
    owner = "shutterworks";
    repo = "shutter";
    tag = "v${version}";
    hash = "sha256-d6kkPT66x4dbiN9e7ZDUItnBQzvthjexQOn3Q96KG2M=";
  };

  patches = [
    (fetchpatch {
      url = "https://github.com/shutterworks/shutter/pull/88.patch";
      hash = "sha256-ZykQpvULIVKfxSRhYZsLALfrJaCKtomSrReHlzgmKYc=";
    })
  ];

  npmDepsHash = "sha256-Dnh3jDlqU2vIuyMO1lGTaMqJAWiZHdGmsVi8VbC+dNY=";
}
