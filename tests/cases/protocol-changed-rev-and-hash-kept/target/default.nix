{ fetchgit }:

fetchgit {
  url = "https://git.example.org/tern.git";
  rev = "v1.0.0";
  hash = "sha256-xeZlEaT/0if2M3SvP+xu8hSpkjgDJmRATfx1gSLWgzU=";
}
