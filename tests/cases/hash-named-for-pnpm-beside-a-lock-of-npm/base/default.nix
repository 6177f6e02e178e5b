{ mkDesk }:
mkDesk {
  pname = "desk";
  version = "2.1.0";
  src = ./.;
  pnpmDepsHash = "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=";
}
