{ rustPlatform, fetchFromGitHub }:
rustPlatform.buildRustPackage rec {
  pname = "kestrel";
  version = "1.4.2";
  src = fetchFromGitHub {
    owner = "example";
    repo = "kestrel";
    tag = "v${version}";
    hash = "sha256-PlXujwY58nw+tWl58eOLFBRVKUHrp6j9g9K56ZYlWic=";
  };
  cargoHash = "sha256-sDVTZkKWqILjAIdAjdhpqdSzQ93odUHvwAHDJkhtHc8=";
}
