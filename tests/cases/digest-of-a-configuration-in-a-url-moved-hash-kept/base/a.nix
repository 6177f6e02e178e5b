{ fetchurl }:
fetchurl {
  url = "https://factory.example.org/image/ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb/v1.9.1/metal-amd64.iso";
  hash = "sha256-4ORUjfiKNdWFTQUigcXe7a0W8ob4LLLCPy+d6klINKw=";
}
