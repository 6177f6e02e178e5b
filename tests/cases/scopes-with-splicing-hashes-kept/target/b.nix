{ generateSplicesForMkScope, makeScopeWithSplicing }:
makeScopeWithSplicing (generateSplicesForMkScope "tools") (_: { }) (_: { }) (self: {
  release = "1.1";
  tool = self.callPackage ./c.nix { };
})
