{
  version = "1.2";
  src = {
    url = "https://example.org/app-1.2.tar.gz";
    hash = "sha256-oXLO3K5HR0thXFTVEKXYSo3qMDLpWFh0MLQTU4vj8zM=";
  };
  zipHash = "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d";
}
