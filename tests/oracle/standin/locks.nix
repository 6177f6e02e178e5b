# Builders that read many hashes out of one lock or set: each entry is a fixed output of its own.
#
# What a lock decides alone, by its own digests (crates of a registry, hosted packages of Dart, modules of npm), is
# told as "lockedAlone": nobody keeps such a hash by hand.
{ pkgs, lib, ... }:

let
  inherit (builtins)
    attrNames
    attrValues
    concatMap
    filter
    fromTOML
    head
    mapAttrs
    match
    readFile
    ;

  isData = value: builtins.isPath value || builtins.isString value;
  json = value: if isData value then lib.importJSON value else value;
  nix = value: if isData value then import value else value;

  # A checkout, named as fetchgit names it where nothing else is said.
  checkout =
    producer: args:
    let
      id = match "[a-f0-9]+" args.rev != null;
      plain = lib.urlToName args.url + lib.optionalString id "-${builtins.substring 0 7 args.rev}";
    in
    pkgs.fixedOutput producer (args.name or plain) "recursive" (removeAttrs args [ "name" ]);
  file =
    producer: args: pkgs.fixedOutput producer (args.name or (baseNameOf args.url)) "flat" args;

  # A package with the sources that its lock asks for.
  locked =
    toSources: attrs:
    pkgs.stdenv.mkDerivation (
      final:
      let
        own = if builtins.isFunction attrs then attrs final else attrs;
      in
      removeAttrs own [
        "dubLock"
        "gemset"
        "gitHashes"
        "lockFile"
        "modules"
        "nugetDeps"
        "pubspecLock"
        "shardsFile"
      ]
      // {
        lockedSources = toSources own;
      }
    );

  # A derivation that holds nothing but what a lock asks for.
  gathered =
    name: sources:
    pkgs.stdenv.mkDerivation {
      inherit name sources;
    };

  crateOf =
    outputHashes: lock:
    let
      isGit = each: match "git\\+.*" (each.source or "") != null;
      keyOf = each: "${each.name}-${each.version}";
      partsOf = each: match "git\\+([^?#]+)(\\?[^#]*)?#(.*)" each.source;
      gits = filter isGit lock.package;
      of = key: head (filter (each: keyOf each == key) gits);
      commit = key: builtins.elemAt (partsOf (of key)) 2;
      # Of several crates of one commit the hash of the first by name is taken.
      isFirst = key: key == head (filter (each: commit each == commit key) (attrNames outputHashes));
      git =
        key: hash:
        checkout "lockedByKey" (
          {
            inherit hash key;
            url = head (partsOf (of key));
            rev = commit key;
          }
          // lib.optionalAttrs (!isFirst key) { second = true; }
        );
      fromRegistry =
        each:
        file "lockedAlone" {
          name = "crate-${keyOf each}.tar.gz";
          url = "https://crates.io/api/v1/crates/${each.name}/${each.version}/download";
          sha256 = each.checksum;
        };
    in
    map fromRegistry (filter (each: each ? checksum) lock.package)
    ++ attrValues (mapAttrs git outputHashes);

  dart = locked (
    {
      pubspecLock,
      gitHashes ? { },
      ...
    }:
    let
      of =
        name: each:
        if each.source == "git" then
          checkout "lockedByKey" {
            key = name;
            name = "pub-${name}-${each.version}";
            inherit (each.description) url;
            rev = each.description.resolved-ref;
            hash = gitHashes.${name};
          }
        else
          file "lockedAlone" {
            name = "pub-${name}-${each.version}.tar.gz";
            url = "${each.description.url}/packages/${name}/versions/${each.version}.tar.gz";
            inherit (each.description) sha256;
          };
    in
    attrValues (mapAttrs of pubspecLock.packages)
  );
in
{
  importCargoCrates =
    {
      lockFile,
      outputHashes ? { },
    }:
    gathered "cargo-vendor-dir" (crateOf outputHashes (lib.importTOML lockFile));

  buildDartApplication = dart;
  flutter.buildFlutterApplication = dart;

  bundlerEnv = locked (
    { gemset, ... }:
    let
      gem =
        name:
        { source, version, ... }:
        if source.type == "git" then
          checkout "lockedCheckout" { inherit (source) url rev sha256; }
        else
          file "lockedFile" {
            url = "${head source.remotes}/gems/${name}-${version}.gem";
            inherit (source) sha256;
          };
    in
    attrValues (mapAttrs gem (nix gemset))
  );

  buildDotnetModule = locked (
    { nugetDeps, ... }:
    map (
      {
        pname,
        version,
        hash,
        ...
      }:
      file "lockedFile" {
        name = "${pname}.${version}.nupkg";
        url = "https://www.nuget.org/api/v2/package/${pname}/${version}";
        inherit hash;
      }
    ) (json nugetDeps)
  );

  buildDubPackage = locked (
    { dubLock, ... }:
    let
      of =
        name: each:
        if each ? repository then
          checkout "lockedRepository" {
            url = each.repository;
            rev = each.version;
            inherit (each) sha256;
          }
        else
          file "lockedArchive" {
            url = "mirror://dub/${name}/${each.version}.zip";
            inherit (each) sha256;
          };
    in
    attrValues (mapAttrs of (json dubLock).dependencies)
  );

  buildNimPackage = locked (
    { lockFile, ... }:
    map (each: checkout "lockedTree" { inherit (each) url rev sha256; }) (json lockFile).depends
  );

  crystal.buildCrystalPackage = locked (
    { shardsFile, ... }:
    map (each: checkout "lockedCheckout" { inherit (each) url rev sha256; }) (
      attrValues (nix shardsFile)
    )
  );

  buildGoApplication = locked (
    { modules, ... }:
    let
      of =
        path: each:
        pkgs.fixedOutput "lockedModule" "${baseNameOf path}_${each.version}" "recursive" {
          goPackagePath = path;
          inherit (each) version hash;
        };
    in
    attrValues (mapAttrs of (fromTOML (readFile modules)).mod)
  );

  gradle.fetchDeps =
    { data, pname, ... }:
    let
      inherit (builtins) elemAt isAttrs;
      repositories = filter (each: isAttrs each.value) (lib.pairs (json data));
      artifact =
        house: coordinate: extension: hash:
        let
          parts = match "(.*)#(.*)/(.*)" coordinate;
          base = "${elemAt parts 1}-${elemAt parts 2}";
        in
        file "lockedArchive" {
          url = "${house}/${elemAt parts 0}/${elemAt parts 1}/${elemAt parts 2}/${base}.${extension}";
          inherit hash;
        };
      of =
        { name, value }:
        concatMap (
          each: attrValues (mapAttrs (artifact name each.name) each.value)
        ) (lib.pairs value);
    in
    gathered "${pname}-deps" (concatMap of repositories);

  importNpmLock =
    { packageLock, ... }:
    gathered "npm-deps" (
      map (
        each:
        file "lockedAlone" {
          url = each.resolved;
          hash = each.integrity;
        }
      ) (filter (each: each ? resolved) (attrValues packageLock.packages))
    );
}
