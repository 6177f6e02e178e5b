# The fetchers of forges: the forge's archive, or a clone where an archive cannot give what is asked.
# The store name is `source` either way.
{ pkgs, lib, ... }:

let
  # Of a tag, the archive's url and the clone say that it is one.
  revisionOf =
    {
      rev ? null,
      tag ? null,
      ...
    }:
    assert (rev == null) != (tag == null);
    if tag != null then "refs/tags/${tag}" else rev;

  asksForClone =
    args:
    args.fetchSubmodules or false
    || args.leaveDotGit or false
    || args.deepClone or false
    || args.forceFetchGit or false
    || args.fetchLFS or false
    || args.rootDir or "" != ""
    || args.sparseCheckout or [ ] != [ ];

  # `own` are the arguments that the url is made of; the rest goes to whoever fetches.
  fetch =
    args: own: repository: archive:
    let
      revision = revisionOf args;
      common =
        removeAttrs args (
          own
          ++ [
            "forceFetchGit"
            "tag"
          ]
        )
        // {
          name = args.name or "source";
          rev = revision;
        };
    in
    if asksForClone args then
      pkgs.fetchgit (
        common
        // {
          url = repository;
          fetchSubmodules = args.fetchSubmodules or false;
        }
      )
    else
      pkgs.fetchzip (common // { url = archive revision; });

  slashes = builtins.replaceStrings [ "/" ] [ "%2F" ];

  likeGitHub =
    args: base:
    let
      url = "https://${base}/${args.owner}/${args.repo}";
    in
    fetch args [
      "domain"
      "githubBase"
      "owner"
      "repo"
    ] "${url}.git" (revision: "${url}/archive/${revision}.tar.gz");
in
{
  fetchFromGitHub = args: likeGitHub args (args.githubBase or "github.com");
  fetchFromGitea = args: likeGitHub args args.domain;
  fetchFromForgejo = args: likeGitHub args args.domain;
  fetchFromTangled = args: likeGitHub args (args.domain or "tangled.org");
  fetchFromCodeberg = args: likeGitHub args (args.domain or "codeberg.org");

  fetchFromGitLab =
    {
      domain ? "gitlab.com",
      protocol ? "https",
      owner,
      repo,
      group ? null,
      ...
    }@args:
    let
      path = lib.optionalString (group != null) "${group}/" + "${owner}/${repo}";
    in
    fetch args [
      "domain"
      "group"
      "owner"
      "protocol"
      "repo"
    ] "${protocol}://${domain}/${path}.git" (
      revision:
      "${protocol}://${domain}/api/v4/projects/${slashes path}/repository/archive.tar.gz?sha=${slashes revision}"
    );

  fetchFromSourcehut =
    {
      owner,
      repo,
      domain ? "sr.ht",
      vc ? "git",
      ...
    }@args:
    let
      url = "https://${vc}.${domain}/${owner}/${repo}";
      own = [
        "domain"
        "owner"
        "repo"
        "vc"
      ];
    in
    if vc == "hg" then
      pkgs.fetchhg (
        removeAttrs args (own ++ [ "tag" ])
        // {
          name = args.name or "source";
          inherit url;
          rev = args.tag or args.rev;
        }
      )
    else
      fetch args own url (revision: "${url}/archive/${revision}.tar.gz");

  fetchFromBitbucket =
    { owner, repo, ... }@args:
    let
      url = "https://bitbucket.org/${owner}/${repo}";
    in
    fetch args [
      "owner"
      "repo"
    ] url (revision: "${url}/get/${revision}.tar.gz");

  fetchFromGitiles =
    args:
    let
      revision = revisionOf args;
    in
    pkgs.fetchzip (
      removeAttrs args [ "tag" ]
      // {
        rev = revision;
        url = "${args.url}/+archive/${revision}.tar.gz";
        stripRoot = args.stripRoot or false;
      }
    );

  fetchFromSavannah =
    { repo, rev, ... }@args:
    pkgs.fetchzip (
      removeAttrs args [ "repo" ]
      // {
        url = "https://git.savannah.gnu.org/cgit/${repo}.git/snapshot/${repo}-${rev}.tar.gz";
      }
    );

  fetchFromRepoOrCz =
    { repo, rev, ... }@args:
    pkgs.fetchzip (
      removeAttrs args [ "repo" ] // { url = "https://repo.or.cz/${repo}.git/snapshot/${rev}.tar.gz"; }
    );

  fetchFrom9Front =
    {
      owner,
      repo,
      domain ? "git.9front.org",
      ...
    }@args:
    let
      url = "https://${domain}/${owner}/${repo}";
    in
    fetch args [
      "domain"
      "owner"
      "repo"
    ] url (revision: "${url}/${revision}/snap.tar.gz");
}
