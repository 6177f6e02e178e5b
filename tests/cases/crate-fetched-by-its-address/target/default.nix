{ fetchzip, rustPlatform }:
rustPlatform.buildRustPackage rec {
  pname = "ripster"; version = "1.2.0";
  src = fetchzip { url = "https://static.crates.io/crates/${pname}/${pname}-${version}.crate"; extension = "tar.gz"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  cargoHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
}
