{ buildRustCrate, fetchCrate }:
{
  unpacked = fetchCrate {
    pname = "knot";
    version = "2.0";
    hash = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc=";
  };

  built = buildRustCrate {
    crateName = "knot";
    version = "2.0";
    sha256 = "sha256-cq2KF1bIyqRqT4nKOpnc1h3TBb9mLW5WvXEzlTMi8cI=";
  };
}
