{ fetchFromGitHub, useTag ? true }:
fetchFromGitHub {
  owner = "example";
  repo = "kestrel";
  ${if useTag then "tag" else "rev"} = "v1.5.0";
  hash = "sha256-LFnctWYL2wNm047vpygyGl4GZ7fvvYfSDkhBicfHul4=";
}
