{ fetchFromGitHub }:
{
  release = fetchFromGitHub {
    owner = "o";
    repo = "w";
    tag = "1.0.0";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
  nightly = fetchFromGitHub {
    owner = "o";
    repo = "w";
    rev = "1111111111111111111111111111111111111111";
    hash = "sha256-Uxnh1J0Mhznrqs1zAsOROpNMR2E05J/JjkVpk1Mz1Ug=";
  };
}
