# Python bindings of libdeflate, which nixpkgs does not have.
{
  lib,
  python3Packages,
  fetchPypi ? python3Packages.fetchPypi,
  cmake,
  ninja,
  libdeflate,
}:

python3Packages.buildPythonPackage {
  pname = "deflate";
  version = "0.9.0";
  pyproject = true;
  strictDeps = true;
  __structuredAttrs = true;

  src = fetchPypi {
    pname = "deflate";
    version = "0.9.0";
    hash = "sha256-li4Kbx6jqUuQCo6gzhOPqSv8uv2luGNnEEoln/zTRis=";
  };

  build-system = [ python3Packages.scikit-build-core ];
  nativeBuildInputs = [
    cmake
    ninja
  ];
  buildInputs = [ libdeflate ];
  dontUseCmakeConfigure = true;

  # The library of nixpkgs, and not the copy in the archive.
  env.LIBDEFLATE_PREFIX = "${lib.getDev libdeflate}";
  env.NIX_LDFLAGS = "-L${lib.getLib libdeflate}/lib";

  pythonImportsCheck = [ "deflate" ];

  meta = {
    description = "Python wrapper for libdeflate";
    homepage = "https://github.com/dcwatson/deflate";
    license = lib.licenses.mit;
  };
}
