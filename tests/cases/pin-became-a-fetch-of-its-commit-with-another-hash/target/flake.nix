{
  inputs.wren = { url = "github:wren/wren"; flake = false; };
  outputs = { self, wren }: {
    tool = { rustPlatform, fetchFromGitHub }: rustPlatform.buildRustPackage {
      pname = "wren";
      version = "0.3";
      src = fetchFromGitHub { owner = "wren"; repo = "wren"; rev = "1f0c2d4e5b6a79881f0c2d4e5b6a79881f0c2d4e"; hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE="; };
      cargoHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
    };
  };
}
