{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "smi";
  rev = "roc-2.9.0";
  hash = "sha256-XwEdTqIYwIc8lTMRtO92O14DiwF9Xna14qBTwkbQLzI=";
}
