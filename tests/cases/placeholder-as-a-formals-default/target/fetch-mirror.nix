{
  lib,
  fetchgit,
}:

{
  name,
  rev,
  hash ? lib.fakeHash,
}:
fetchgit {
  url = "https://forge.eblu.me/mirrors/${name}.git";
  inherit rev hash;
}
