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
      hash = "sha256-i1zE337sfTKngU7KSvBHrjOy1SNCZncVaC4ZwlsLn6o=";
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
