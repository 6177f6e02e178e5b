{ fetchpatch }:

fetchpatch {
  name = "fix.patch";
  url = "https://git.example.org/a/commit/9ee91c5748e83772dc3660077f9f415a453eeace.patch";
  hash = "sha256-/zqIW0i3ij1C/SUkOxkqjNGSJ7I7zKvdEZN8Ok5MJ6o=";
}
