{
  inputs.wren = { url = "github:wren/wren"; flake = false; };
  outputs = { self, wren }: {
    tool = { rustPlatform }: rustPlatform.buildRustPackage {
      pname = "wren";
      version = "0.3";
      src = (builtins.fetchGit { url = "https://github.com/wren/wren.git"; ref = "refs/tags/v0.3"; rev = "1f0c2d4e5b6a79881f0c2d4e5b6a79881f0c2d4e"; });
      cargoHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
    };
  };
}
