{
  inputs.wren = { url = "github:wren/wren"; flake = false; };
  outputs = { self, wren }: {
    tool = { rustPlatform, fetchFromGitHub }: rustPlatform.buildRustPackage {
      pname = "wren";
      version = "0.3";
      src = wren;
      cargoHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
    };
  };
}
