{ generateSplicesForMkScope, makeScopeWithSplicing }:
makeScopeWithSplicing (generateSplicesForMkScope "tools") (_: { }) (_: { }) (self: {
  release = "1.0";
  tool = self.callPackage ./c.nix { };
})
