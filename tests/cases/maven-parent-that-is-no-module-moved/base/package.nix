{ maven }:

maven.buildMavenPackage {
  pname = "ledger";
  version = "2.0";
  src = ./app;
  mvnHash = "sha256-Yyu8oQ3cGW3T5vLo0iVQXkQ8Zf1D4nA7uRkqB2mXw6E=";
}
