# Repositories without a forge's archives: peers, models, and projects of many repositories.
{ pkgs, ... }:

{
  # A clone from a seed. A patch is a revision of its own.
  fetchFromRadicle =
    { seed, repo, ... }@args:
    pkgs.fetchgit (
      removeAttrs args [
        "repo"
        "seed"
      ]
      // {
        url = "https://${seed}/${repo}.git";
      }
    );

  fetchRadiclePatch =
    {
      seed,
      repo,
      revision,
      ...
    }@args:
    pkgs.fixedOutput "radiclePatch" (args.name or "${repo}-${builtins.substring 0 7 revision}") "recursive" args;

  fetchFromHuggingFace =
    args:
    pkgs.fixedOutput "huggingFace" (args.name or "source") "recursive" (
      removeAttrs args [ "tag" ]
      // {
        repoType = args.repoType or "model";
        rev = if args ? tag then "refs/tags/${args.tag}" else args.rev;
      }
    );

  fetchRepoProject = args: pkgs.fixedOutput "fetchRepoProject" args.name "recursive" args;
}
