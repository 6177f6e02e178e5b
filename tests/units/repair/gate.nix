# All fixed outputs that some trees are built from, as what one derivation is built from; what evaluation itself would
# fetch is built like the others.
{ standin, trees }:

let
  inherit (builtins) attrValues concatMap isAttrs isFunction isList;

  isDerivation = value: isAttrs value && value.type or null == "derivation";

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
    key = builtins.unsafeDiscardStringContext value.drvPath;
    inherit value;
  };

  pkgs = import standin { system = builtins.currentSystem; } // {
    callPackage =
      file: given:
      let
        function = if isFunction file then file else scoped file;
        asked = builtins.functionArgs function;
        made = function (builtins.intersectAttrs asked (pkgs // { inherit pkgs; }) // given);
      in
      made // { override = changed: pkgs.callPackage file (given // changed); };
  };
  byNar =
    producer: args:
    pkgs.fixedOutput producer (args.name or "source") "recursive" (
      removeAttrs args [ "narHash" ] // { hash = args.narHash; }
    );
  fetchTarball = args: pkgs.fixedOutput "fetchurl" (args.name or "source") "recursive" args;
  scoped = builtins.scopedImport {
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

  all = closure (concatMap (tree: derivationsIn (attrValues (scoped tree { inherit pkgs; }))) trees);
in
derivation {
  name = "all";
  system = builtins.currentSystem;
  builder = "/bin/sh";
  args = [
    "-c"
    "echo $fixed > $out"
  ];
  fixed = builtins.filter (each: each.drvAttrs.outputHash or null != null) all;
}
