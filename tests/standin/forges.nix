# The fetchers of forges: the forge's archive, or a clone where an archive cannot give what is asked.
# The store name is `source` either way.
{ pkgs, lib, ... }:

{
  fetchFromGitHub =
    {
      owner,
      repo,
      rev ? null,
      tag ? null,
      name ? "source",
      githubBase ? "github.com",
      fetchSubmodules ? false,
      leaveDotGit ? false,
      deepClone ? false,
      forceFetchGit ? false,
      fetchLFS ? false,
      rootDir ? "",
      sparseCheckout ? [ ],
      ...
    }@args:
    assert (rev == null) != (tag == null);
    let
      base = "https://${githubBase}/${owner}/${repo}";
      revision = if tag != null then "refs/tags/${tag}" else rev;
      byClone =
        fetchSubmodules
        || leaveDotGit
        || deepClone
        || forceFetchGit
        || fetchLFS
        || rootDir != ""
        || sparseCheckout != [ ];
      common =
        removeAttrs args [
          "forceFetchGit"
          "githubBase"
          "owner"
          "repo"
          "tag"
        ]
        // {
          inherit name;
          rev = revision;
        };
    in
    if byClone then
      pkgs.fetchgit (
        common
        // {
          url = "${base}.git";
          inherit fetchSubmodules;
        }
      )
    else
      pkgs.fetchzip (
        common
        // {
          url = "${base}/archive/${revision}.tar.gz";
        }
      );
}
