{ fetchurl }:
fetchurl {
  url = "https://factory.example.org/image/3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d/v1.9.1/metal-amd64.iso";
  hash = "sha256-4ORUjfiKNdWFTQUigcXe7a0W8ob4LLLCPy+d6klINKw=";
}
