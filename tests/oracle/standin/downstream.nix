# Fetchers and builders that live beside nixpkgs, or are only proposed there: packs of a game, Bun, Deno, Swift, sbt.
{ pkgs, lib, ... }:

let
  nameOf = attrs: attrs.name or "${attrs.pname}-${attrs.version}";
  given = names: builtins.intersectAttrs (lib.genAttrs names (_: null));

  # A fixed output of what is given to it, its hash under the name that its caller has for it.
  fixed =
    producer: name: mode: hash: args:
    pkgs.fixedOutput producer name mode (args // { inherit hash; });
in
{
  # Of a pack that is fetched by its url, neither name nor version is known.
  fetchPackwizModpack =
    { packHash, ... }@args:
    fixed "fetchPackwizModpack" "${args.pname or "packwiz-pack"}-${args.version or ""}" "recursive" packHash (
      removeAttrs args [ "packHash" ]
    );

  # Several go by this name; this one calls its output as yarn's fetcher does.
  fetchBunDeps = args: pkgs.fixedOutput "fetchBunDeps" (args.name or "offline") "recursive" args;

  fetchSwiftPMDeps =
    args:
    let
      known = args ? name || (args ? pname && args ? version);
      name = if known then nameOf args else "swiftpm-deps";
    in
    pkgs.fixedOutput "fetchSwiftPMDeps" "${name}-vendor-staging" "recursive" (
      removeAttrs args [
        "pname"
        "version"
      ]
    );

  # What reaches the dependencies: no script, no root.
  buildDenoPackage =
    attrs:
    pkgs.stdenv.mkDerivation (
      final:
      let
        own = if builtins.isFunction attrs then attrs final else attrs;
        whole = own // final;
      in
      removeAttrs own [ "denoDepsHash" ]
      // {
        denoDeps = fixed "buildDenoPackage" "${nameOf whole}-deno-deps" "recursive" whole.denoDepsHash (
          given [
            "src"
            "denoFlags"
            "denoInstallFlags"
            "denoDir"
          ] whole
        );
      }
    );

  # By how the dependencies are packed, they are one file or a tree, and called so.
  sbt.mkDerivation =
    {
      pname,
      depsSha256,
      depsArchivalStrategy ? "tar+zstd",
      depsOptimize ? true,
      depsWarmupCommand ? "sbt compile",
      ...
    }@args:
    let
      extension =
        {
          "tar" = ".tar";
          "tar+zstd" = ".tar.zst";
        }
        .${depsArchivalStrategy} or "";
      mode = if extension == "" then "recursive" else "flat";
    in
    pkgs.stdenv.mkDerivation (
      removeAttrs args [ "depsSha256" ]
      // {
        dependencies = pkgs.fixedOutput "sbt" "${pname}-sbt-dependencies${extension}" mode (
          given [
            "src"
            "patches"
          ] args
          // {
            sha256 = depsSha256;
            warmupCommand = depsWarmupCommand;
            archivalStrategy = depsArchivalStrategy;
            optimize = depsOptimize;
          }
        );
      }
    );
}
