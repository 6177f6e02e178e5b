{
  buildGoModule,
  fetchFromGitHub,
}:

let
  versions = import ../../versions.nix;
in
buildGoModule {
  pname = "razorbill";
  version = versions.razorbill;

  src = fetchFromGitHub {
    owner = "auk";
    repo = "razorbill";
    tag = "v${versions.razorbill}";
    hash = "sha256-U9OeB1hJ5UxQyHhuVxJtMS1ywbQ5f9ejynNjbDbicZI=";
  };

  vendorHash = "sha256-JMm+wa5l8yrpo1hJh4zv/XmEMXzZn5ijJz38kAlaWXs=";
}
