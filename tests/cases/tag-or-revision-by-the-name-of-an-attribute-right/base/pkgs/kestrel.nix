{ fetchFromGitHub, useTag ? true }:
fetchFromGitHub {
  owner = "example";
  repo = "kestrel";
  ${if useTag then "tag" else "rev"} = "v1.4.2";
  hash = "sha256-dX/VAsncKMBae6Fvcpzu5oyBs9MXZVNoZKks9/NG3VY=";
}
