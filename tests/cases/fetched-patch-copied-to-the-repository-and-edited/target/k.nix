{ fetchpatch }:

fetchpatch {
  name = "fix.patch";
  url = "file://${./fix.patch}";
  postFetch = "sed -i s/a/b/ $out";
  hash = "sha256-/zqIW0i3ij1C/SUkOxkqjNGSJ7I7zKvdEZN8Ok5MJ6o=";
}
