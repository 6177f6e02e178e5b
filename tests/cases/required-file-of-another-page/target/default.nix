{ requireFile }:
{
  lark = requireFile {
    name = "lark-3.7.deb";
    url = "https://example.org/lark-3.html";
    sha256 = "1bazm5mx0n4l5fg8aay8vxxi3dg3xc35j1npi2h4c3m7ggjqwcv0";
  };
  wren = requireFile {
    url = "https://example.org/en/wren-1.1.deb";
    sha256 = "1cazm5mx0n4l5fg8aay8vxxi3dg3xc35j1npi2h4c3m7ggjqwcv0";
  };
}
