# The part of nixpkgs' lib that the families and the packaging under test use.
let
  inherit (builtins)
    concatStringsSep
    elemAt
    filter
    head
    isFunction
    isString
    length
    match
    replaceStrings
    split
    stringLength
    substring
    ;

  lettersOf = filter (letter: isString letter && letter != "");
  letters = lettersOf (split "" "abcdefghijklmnopqrstuvwxyz");
  capitals = lettersOf (split "" "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

  fakeHash = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  last = list: elemAt list (length list - 1);

  removeSuffix =
    suffix: text:
    let
      kept = stringLength text - stringLength suffix;
    in
    if kept >= 0 && substring kept (-1) text == suffix then substring 0 kept text else text;

  # An empty hash stands for one that is not known yet: the fetchers put the fake one in its place.
  orFake =
    algorithm: digest:
    if digest != "" then
      digest
    else if algorithm == null then
      fakeHash
    else
      concatStringsSep "" (builtins.genList (_: "0") hexDigits.${algorithm});
  hexDigits = {
    sha1 = 40;
    sha256 = 64;
    sha512 = 128;
  };
in
rec {
  inherit fakeHash last removeSuffix;
  fakeSha256 = orFake "sha256" "";
  fakeSha512 = orFake "sha512" "";

  callPackageWith =
    auto: file: given:
    let
      function = if builtins.isFunction file then file else import file;
      asked = builtins.functionArgs function;
    in
    function (builtins.intersectAttrs asked auto // given);

  makeScope =
    newScope: make:
    let
      scope = make scope // {
        newScope = extra: newScope (scope // extra);
        callPackage = scope.newScope { };
      };
    in
    scope;

  genAttrs =
    names: toValue:
    builtins.listToAttrs (
      map (name: {
        inherit name;
        value = toValue name;
      }) names
    );
  pairs =
    set:
    map (name: {
      inherit name;
      value = set.${name};
    }) (builtins.attrNames set);
  reverseList = list: builtins.genList (at: elemAt list (length list - at - 1)) (length list);

  optional = condition: value: if condition then [ value ] else [ ];
  optionalAttrs = condition: set: if condition then set else { };
  optionalString = condition: text: if condition then text else "";

  fileContents = file: removeSuffix "\n" (builtins.readFile file);
  removePrefix =
    prefix: text:
    if substring 0 (stringLength prefix) text == prefix then
      substring (stringLength prefix) (-1) text
    else
      text;
  toUpper = replaceStrings letters capitals;
  versions = {
    major = version: elemAt (builtins.splitVersion version) 0;
    majorMinor =
      version:
      let
        parts = builtins.splitVersion version;
      in
      "${elemAt parts 0}.${elemAt parts 1}";
  };

  importJSON = file: builtins.fromJSON (builtins.readFile file);
  importTOML = file: fromTOML (builtins.readFile file);

  splitString = separator: text: filter isString (split (escapeRegex separator) text);
  escapeRegex =
    let
      special = [
        "\\"
        "."
        "*"
        "+"
        "?"
        "("
        ")"
        "["
        "]"
        "{"
        "}"
        "^"
        "$"
        "|"
      ];
    in
    replaceStrings special (map (character: "\\${character}") special);

  getExe = package: "${package}/bin/${package.meta.mainProgram or package.pname}";
  makeBinPath = packages: concatStringsSep ":" (map (package: "${package}/bin") packages);

  # What overrideAttrs and overrideModAttrs accept: a set, a function of the previous attributes, or
  # of the final and the previous ones.
  toExtension =
    extension:
    if isFunction extension then
      final: previous:
      let
        once = extension previous;
      in
      if isFunction once then extension final previous else once
    else
      _: _: extension;

  # A store name may hold letters, digits and +-._?=, and does not begin with a dot.
  sanitizeDerivationName =
    name:
    let
      undotted = head (match "\\.*(.*)" name);
      parts = split "[^A-Za-z0-9+._?=-]+" undotted;
    in
    concatStringsSep "" (map (part: if isString part then part else "-") parts);

  # The last component of a url, or what follows its last colon, less every extension of git and of
  # archives.
  urlToName =
    url:
    let
      base = baseNameOf (removeSuffix "/" (last (splitString ":" url)));
      bare =
        name:
        let
          shorter = match "(.*)\\.(git|tar|zip|gz|tgz|bz|tbz|bz2|tbz2|lzma|txz|xz|zstd)" name;
        in
        if shorter == null then name else bare (head shorter);
    in
    bare base;

  # The one hash among a fetcher's arguments, under the names that a derivation has for it.
  fetcherHash =
    args:
    let
      given = filter (name: args ? ${name}) [
        "hash"
        "outputHash"
        "sha1"
        "sha256"
        "sha512"
      ];
      name = head given;
      algorithm =
        if name == "hash" then
          null
        else if name == "outputHash" then
          args.outputHashAlgo or null
        else
          name;
    in
    if length given != 1 then
      throw "a fetcher takes exactly one hash, not ${toString (length given)}"
    else
      {
        outputHash = orFake algorithm args.${name};
        outputHashAlgo = algorithm;
      };

  licenses.mit = {
    spdxId = "MIT";
    free = true;
  };
}
