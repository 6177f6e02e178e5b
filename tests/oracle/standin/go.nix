# buildGoModule, with its modules in a fixed output of their own.
{ pkgs, lib, ... }:

let
  # What of a package's attributes its modules are fetched with.
  shared = {
    src = null;
    sourceRoot = null;
    setSourceRoot = null;
    modRoot = null;
    prePatch = null;
    patches = null;
    patchFlags = null;
    postPatch = null;
    preBuild = null;
    env = null;
    deleteVendor = null;
    proxyVendor = null;
  };

  modulesOf =
    final:
    pkgs.stdenv.mkDerivation (
      builtins.intersectAttrs shared final
      // {
        name = "${final.name or "${final.pname}-${final.version}"}-go-modules";
        nativeBuildInputs = final.nativeBuildInputs or [ ] ++ [
          pkgs.go
          pkgs.git
          pkgs.cacert
        ];
        postBuild = final.modPostBuild or null;
        outputHash = final.vendorHash;
        outputHashAlgo = if final.vendorHash == "" then "sha256" else null;
        outputHashMode = "recursive";
        passthru.producer = "buildGoModule";
      }
    );
in
{
  # Takes a set or a function of the final attributes. Without a vendorHash (null) the source's own
  # vendor/ is used and there is no fixed output.
  buildGoModule =
    attrs:
    pkgs.stdenv.mkDerivation (
      final:
      let
        given = if builtins.isFunction attrs then attrs final else attrs;
        override = given.overrideModAttrs or { };
        goModules =
          if final.vendorHash == null then "" else (modulesOf final).overrideAttrs override;
      in
      assert !(given ? goSum) || throw "the stand-in does not know buildGoModule's goSum";
      removeAttrs given [ "overrideModAttrs" ]
      // {
        inherit goModules;
        nativeBuildInputs = given.nativeBuildInputs or [ ] ++ [ pkgs.go ];
        passthru = given.passthru or { } // {
          inherit goModules;
        };
      }
    );
}
