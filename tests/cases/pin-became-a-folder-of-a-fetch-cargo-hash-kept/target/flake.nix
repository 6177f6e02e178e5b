{
  inputs.wren = { url = "github:wren/wren"; flake = false; };
  outputs = { self, wren }: {
    tool = { rustPlatform, fetchFromGitHub }: rustPlatform.buildRustPackage {
      pname = "wren";
      version = "0.3";
      src = "${fetchFromGitHub { owner = "wren"; repo = "wren"; rev = "1f0c2d4e5b6a79881f0c2d4e5b6a79881f0c2d4e"; hash = "sha256-h5QvAL7g0BjOVRwXcM1ABCtAZohnYoEEjb9sLKXdtOE="; }}/server";
      cargoHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
    };
  };
}
