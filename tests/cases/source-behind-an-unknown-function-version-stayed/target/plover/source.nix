{ fetchFromGitHub }:

{
  plover = version: fetchFromGitHub {
    owner = "acme";
    repo = "plover";
    tag = "v${version}";
    hash = "sha256-9kVR/NbweCPLh5cc+5FEZCXaGChrOrHvk14MvXpp9oo=";
  };
}
