{ php, fetchFromGitHub }:
php.buildComposerProject2 {
  pname = "kiln";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "kiln";
    rev = "v1.0.0";
    hash = "sha256-WVSGYeJSpvI15dLaPmkaTQLTcpcWoCXxneCvB2OKcNM=";
  };
  vendorHash = "sha256-N58bEKHHUIQtk36zFDCY03ddCxC/rQjgrqhsiS74WN8=";
}
