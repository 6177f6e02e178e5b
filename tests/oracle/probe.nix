# What Nix says of many trees: for each, the fixed outputs that its packages are built from, on every system.
#
# The result is by tree, by system the fixed outputs: name, path, .drv, hash, and the environment that the builder
# would see, each variable as text with the .drv paths that it refers to; and what all others are made from.
{
  standin,
  trees,
  systems,
}:

let
  inherit (builtins)
    attrNames
    attrValues
    concatLists
    concatMap
    filter
    getContext
    hashFile
    isAttrs
    isFunction
    isList
    listToAttrs
    toJSON
    unsafeDiscardStringContext
    ;

  isDerivation = value: isAttrs value && value.type or null == "derivation";

  # All derivations among the arguments of a derivation, however deep.
  derivationsIn =
    value:
    if isDerivation value then
      [ value ]
    else if isList value then
      concatMap derivationsIn value
    else if isAttrs value then
      concatMap derivationsIn (attrValues value)
    else
      [ ];

  closure =
    roots:
    map (each: each.value) (
      builtins.genericClosure {
        startSet = map keyed roots;
        operator = each: map keyed (concatMap derivationsIn (attrValues each.value.drvAttrs));
      }
    );
  keyed = value: {
    key = unsafeDiscardStringContext value.drvPath;
    inherit value;
  };

  asText =
    value:
    if builtins.isPath value then
      "file:${
        if builtins.readFileType value == "directory" then
          concatMapNames (builtins.readDir value)
        else
          hashFile "sha256" value
      }"
    else if isList value then
      builtins.concatStringsSep " " (map asText value)
    else if isAttrs value && !isDerivation value then
      toJSON (builtins.mapAttrs (_: asText) value)
    else
      toString value;
  concatMapNames = set: builtins.concatStringsSep "," (attrNames set);

  variable =
    value:
    let
      text = asText value;
    in
    {
      text = unsafeDiscardStringContext text;
      needs = attrNames (getContext text);
    };

  told = value: {
    inherit (value) name;
    path = unsafeDiscardStringContext value.outPath;
    derivation = unsafeDiscardStringContext value.drvPath;
    producer =
      value.producer
        or (if value.drvAttrs.builder == "builtin:fetchurl" then "builtin:fetchurl" else "mkDerivation");
    hash = value.drvAttrs.outputHash;
    algorithm = value.drvAttrs.outputHashAlgo or null;
    mode = value.drvAttrs.outputHashMode or "flat";
    env = builtins.mapAttrs (_: variable) (
      listToAttrs (
        filter (each: each.value != null && !isFunction each.value) (
          map (name: {
            inherit name;
            value = value.drvAttrs.${name};
          }) (attrNames value.drvAttrs)
        )
      )
    );
  };

  # Of what is no fixed output itself, what it is made from.
  passed = value: {
    path = unsafeDiscardStringContext value.outPath;
    derivation = unsafeDiscardStringContext value.drvPath;
    needs = map (each: unsafeDiscardStringContext each.drvPath) (
      concatMap derivationsIn (attrValues value.drvAttrs)
    );
  };

  # The other file that nvfetcher writes, by the fetchers that it has for its entries.
  generated =
    pkgs: tree:
    let
      path = tree + "/_sources/generated.json";
      fetch =
        { type, name, ... }@src:
        {
          git = pkgs.fetchgit;
          github = pkgs.fetchFromGitHub;
          url = pkgs.fetchurl;
        }
        .${type}
          (
            removeAttrs src [
              "name"
              "type"
            ]
            // {
              tool = "nvfetcher";
            }
          );
      entries = builtins.fromJSON (builtins.readFile path);
    in
    if builtins.pathExists path then map (each: fetch each.src) (attrValues entries) else [ ];

  isFixed = value: value.drvAttrs.outputHash or null != null;

  # What evaluation itself would fetch is a fixed output here, and nothing is fetched.
  setFor =
    system:
    let
      whole = import standin { inherit system; };
      callPackageWith =
        auto: file: given:
        let
          function = if isFunction file then file else scoped file;
          asked = builtins.functionArgs function;
          made = function (builtins.intersectAttrs asked auto // given);
        in
        made // { override = changed: callPackageWith auto file (given // changed); };
      pkgs = whole // {
        callPackage = pkgs.newScope { };
        newScope = extra: callPackageWith (pkgs // { inherit pkgs; } // extra);
        lib = whole.lib // {
          inherit callPackageWith;
        };
      };
      fetchTarball = args: pkgs.fixedOutput "fetchurl" (args.name or "source") "recursive" args;
      byNar =
        producer: args:
        pkgs.fixedOutput producer (args.name or "source") "recursive" (
          removeAttrs args [ "narHash" ] // { hash = args.narHash; }
        );
      scope = {
        import = scoped;
        inherit fetchTarball;
        builtins = builtins // {
          inherit fetchTarball;
          import = scoped;
          fetchurl = args: pkgs.fixedOutput "fetchurl" (args.name or (baseNameOf args.url)) "flat" args;
          fetchGit = byNar "fetchGit";
          fetchTree = byNar "fetchTree";
          path = args: pkgs.fixedOutput "path" (args.name or (baseNameOf args.path)) "recursive" args;
        };
      };
      scoped = builtins.scopedImport scope;
    in
    {
      inherit pkgs scoped;
    };
  sets = map setFor systems;
in
map (
  tree:
  map (
    { pkgs, scoped }:
    let
      packages = attrValues (scoped tree { inherit pkgs; });
      all = closure (concatLists (map derivationsIn packages) ++ generated pkgs tree);
    in
    {
      fixed = map told (filter isFixed all);
      others = map passed (filter (each: !isFixed each) all);
    }
  ) sets
) trees
