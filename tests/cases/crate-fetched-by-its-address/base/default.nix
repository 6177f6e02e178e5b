{ fetchCrate, rustPlatform }:
rustPlatform.buildRustPackage rec {
  pname = "ripster"; version = "1.2.0";
  src = fetchCrate { inherit pname version; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  cargoHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
}
