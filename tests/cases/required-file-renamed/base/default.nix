{ requireFile }:
requireFile {
  name = "unicorn-desktop-7.11.0.deb";
  message = "Please download it.";
  sha256 = "1bazm5mx0n4l5fg8aay8vxxi3dg3xc35j1npi2h4c3m7ggjqwcv0";
}
