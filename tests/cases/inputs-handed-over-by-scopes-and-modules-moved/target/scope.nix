{
  lib,
  newScope,
  linnet-src,
}:

lib.makeScope newScope (self: {
  inherit linnet-src;
  server = self.callPackage ./server.nix { };
})
