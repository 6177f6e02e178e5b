{ mkDebian }:
{
  Debian12_7 = {
    kernelRelease = "6.1.0-22-amd64";
    buildTree = mkDebian {
      headers = {
        name = "linux-headers-6.1.0-27-amd64_6.1.119-1_amd64.deb";
        sha256 = "1bazm5mx0n4l5fg8aay8vxxi3dg3xc35j1npi2h4c3m7ggjqwcv0";
      };
    };
  };
}
