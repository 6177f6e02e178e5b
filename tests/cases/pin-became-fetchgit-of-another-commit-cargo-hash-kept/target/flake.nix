{
  inputs.wren = { url = "github:wren/wren"; flake = false; };
  outputs = { self, wren }: {
    tool = { rustPlatform }: rustPlatform.buildRustPackage {
      pname = "wren";
      version = "0.3";
      src = (builtins.fetchGit { url = "https://github.com/wren/wren.git"; ref = "refs/tags/v0.3"; rev = "9b2e3c4d5a6f70819b2e3c4d5a6f70819b2e3c4d"; });
      cargoHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
    };
  };
}
