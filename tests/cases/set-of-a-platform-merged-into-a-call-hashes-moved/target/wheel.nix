{
  buildPythonPackage,
  fetchPypi,
  stdenv,
}:

let
  wheels = {
    x86_64-linux = {
      platform = "manylinux2014_x86_64";
      hash = "sha256-+Zj+Bq+gz75z4ESdwrFpgwnhtXFJYPAnsoWDErFSwnU=";
    };
    aarch64-darwin = {
      platform = "macosx_11_0_arm64";
      hash = "sha256-rA8JwPi/XnpLBj2GMlXxbYzpq+YA4ojZNM8xO8v/Y+s=";
    };
  };
in
buildPythonPackage rec {
  pname = "linnet";
  version = "1.5.0";
  format = "wheel";
  src = fetchPypi (
    {
      inherit pname version format;
      dist = "cp312";
      python = "cp312";
    }
    // wheels.${stdenv.hostPlatform.system}
  );
}
