{ fetchgit }:

{
  fetchForge =
    {
      repo,
      tag,
      hash,
      submodules ? false,
    }:
    fetchgit {
      url = "https://forge.example.org/team/${repo}.git";
      rev = "refs/tags/${tag}";
      fetchSubmodules = submodules;
      inherit hash;
    };
}
