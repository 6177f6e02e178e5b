{
  stdenv,
  fetchFromGitHub,
  kernel,
}:

let
  version = "1.0.2";
  sha256 = "sha256-DWUjQmoojkzFv1p4Xyt0kOwwqQ216ocO5yR/ujhhMPA=";
in
stdenv.mkDerivation {
  name = "system76-io-module-${version}-${kernel.version}";

  src = fetchFromGitHub {
    owner = "pop-os";
    repo = "system76-io-dkms";
    rev = version;
    inherit sha256;
  };

  nativeBuildInputs = kernel.moduleBuildDependencies;
  hardeningDisable = [ "pic" ];
}
