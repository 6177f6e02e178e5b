{ buildGoModule }:
buildGoModule {
  pname = "till";
  version = "1.9.0";
  src = ./.;
  vendorHash = "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=";
}
