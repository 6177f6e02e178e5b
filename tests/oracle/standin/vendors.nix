# Dependencies that are fetched apart, and the builders that fetch them: npm, yarn, pnpm, cargo, maven,
# composer, mix, rebar and zig. (Go has a file of its own.)
{ pkgs, lib, ... }:

let
  # A fixed output made by a derivation of its own, from what is shared with its package.
  dependencies =
    producer: name: mode: hash: attrs:
    pkgs.stdenv.mkDerivation (
      attrs
      // {
        inherit name;
        outputHash = if hash == "" then lib.fakeHash else hash;
        outputHashAlgo = null;
        outputHashMode = mode;
        passthru = { inherit producer; };
      }
    );

  given = names: builtins.intersectAttrs (lib.genAttrs names (_: null));
  nameOf = attrs: attrs.name or "${attrs.pname}-${attrs.version}";

  # A fetcher that takes all attributes of its call into the derivation.
  fetcher =
    producer: toName: mode: args:
    let
      hashed = lib.fetcherHash args;
    in
    pkgs.stdenv.mkDerivation (
      removeAttrs args [
        "hash"
        "sha256"
      ]
      // hashed
      // {
        name = toName args;
        outputHashMode = mode;
        passthru = { inherit producer; };
      }
    );

  # A builder: a function of its attributes (or of the final ones) to the dependencies that it adds.
  builder =
    attribute: hashName: toDependencies: attrs:
    pkgs.stdenv.mkDerivation (
      final:
      let
        own = if builtins.isFunction attrs then attrs final else attrs;
      in
      removeAttrs own [ hashName "cargoLock" ] // { ${attribute} = toDependencies (own // final); }
    );

  fetchCargoVendor =
    fetcher "fetchCargoVendor" (
      args:
      let
        base =
          if args ? name || args ? pname && args ? version then nameOf args else "cargo-deps";
      in
      "${base}-vendor-staging"
    ) "recursive";

  fetchPnpmDeps = fetcher "fetchPnpmDeps" (args: "${args.pname}-pnpm-deps") "recursive";
in
{
  fetchNpmDeps = fetcher "fetchNpmDeps" (args: args.name or "npm-deps") "recursive";
  fetchYarnDeps = fetcher "fetchYarnDeps" (args: args.name or "offline") "recursive";
  yarn-berry.fetchYarnBerryDeps = fetcher "fetchYarnDeps" (_: "offline") "recursive";
  inherit fetchPnpmDeps;
  pnpm.fetchDeps = fetchPnpmDeps;
  pnpm_9.fetchDeps = fetchPnpmDeps;

  buildNpmPackage = builder "npmDeps" "npmDepsHash" (
    final:
    dependencies "buildNpmPackage" "${nameOf final}-npm-deps" "recursive" final.npmDepsHash (
      given [
        "src"
        "srcs"
        "sourceRoot"
        "prePatch"
        "patches"
        "postPatch"
        "patchFlags"
        "forceGitDeps"
        "forceEmptyCache"
      ] final
      // {
        fetcherVersion = final.npmDepsFetcherVersion or 1;
      }
    )
  );

  rustPlatform = {
    bindgenHook = pkgs.rustBindgenHook;
    inherit fetchCargoVendor;
    importCargoLock = pkgs.importCargoCrates;
    fetchCargoTarball = fetcher "fetchCargoVendor" (args: "${nameOf args}-vendor.tar.gz") "flat";
    buildRustPackage = builder "cargoDeps" "cargoHash" (
      final:
      if final ? cargoLock then
        pkgs.importCargoCrates final.cargoLock
      else
        dependencies "buildRustPackage" "${final.cargoDepsName or (nameOf final)}-vendor-staging" "recursive"
          final.cargoHash
          (
            given [
              "src"
              "srcs"
              "sourceRoot"
              "cargoRoot"
              "preUnpack"
              "unpackPhase"
              "postUnpack"
            ] final
            // {
              patches = final.cargoPatches or [ ];
            }
          )
    );
  };

  maven.buildMavenPackage = builder "fetchedMavenDeps" "mvnHash" (
    final:
    dependencies "buildMavenPackage" "${nameOf final}-maven-deps" "recursive" final.mvnHash (
      given [
        "src"
        "sourceRoot"
        "patches"
        "prePatch"
        "postPatch"
        "mvnParameters"
      ] final
    )
  );

  php.buildComposerProject2 = builder "composerVendor" "vendorHash" (
    final:
    dependencies "buildComposerProject2" "${nameOf final}-composer-repository" "recursive" final.vendorHash (
      given [
        "src"
        "composerLock"
        "composerNoDev"
        "composerNoPlugins"
        "composerNoScripts"
      ] final
    )
  );

  # Its sources are taken whole; their hash stands in a set of its own.
  buildBazelPackage = builder "deps" "fetchAttrs" (
    final:
    pkgs.stdenv.mkDerivation (
      given [
        "src"
        "patches"
        "prePatch"
        "postPatch"
        "sourceRoot"
        "bazelTargets"
        "bazelFlags"
        "bazelFetchFlags"
        "removeRulesCC"
      ] final
      // lib.fetcherHash final.fetchAttrs
      // {
        name = "${nameOf final}-deps.tar.gz";
        outputHashMode = "flat";
        passthru.producer = "buildBazelPackage";
      }
    )
  );

  php.buildComposerProject = builder "composerRepository" "vendorHash" (
    final:
    dependencies "buildComposerProject" "${nameOf final}-composer-repository" "recursive" final.vendorHash (
      given [
        "src"
        "patches"
        "composerLock"
        "composerNoDev"
        "composerNoPlugins"
        "composerNoScripts"
      ] final
    )
  );

  fetchDenoDeps = fetcher "fetchDenoDeps" (args: args.name or "deno-deps") "recursive";
  fetchgx = fetcher "fetchgx" (args: "${args.name}-gxdeps") "recursive";

  beamPackages = {
    fetchMixDeps = fetcher "fetchMixDeps" nameOf "recursive";
    fetchRebar3Deps =
      args: fetcher "fetchRebar3Deps" (each: "rebar-deps-${each.name}-${each.version}") "recursive" args;
  };
  zig.fetchDeps =
    args: fetcher "zig.fetchDeps" (each: "${nameOf each}-zig-deps") "recursive" args;
}
