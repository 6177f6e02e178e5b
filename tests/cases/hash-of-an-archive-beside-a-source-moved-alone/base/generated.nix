{
  version = "1.2";
  src = {
    url = "https://example.org/app-1.2.tar.gz";
    hash = "sha256-oXLO3K5HR0thXFTVEKXYSo3qMDLpWFh0MLQTU4vj8zM=";
  };
  zipHash = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
}
