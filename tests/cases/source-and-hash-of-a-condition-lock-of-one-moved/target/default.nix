{ stdenv, rustPlatform }:
rustPlatform.buildRustPackage {
  pname = "dual";
  version = "0.1.0";
  src = if stdenv.isDarwin then ./mac else ./linux;
  cargoHash =
    if stdenv.isDarwin then
      "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM="
    else
      "sha256-IArMKopZZoq6olH9eHWVcKLo0KVCoHGmWEd4h6hus08=";
}
