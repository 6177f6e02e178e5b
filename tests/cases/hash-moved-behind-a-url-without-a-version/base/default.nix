{ fetchurl, fetchpatch }:
{
  setup = fetchurl {
    url = "https://storage.example.org/files-c02f6a0d-347c-492b-a752-3e0651722e97/nest-win-x64/Setup-x64.exe?v=0.14.4";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
  trace = fetchurl {
    url = "https://example.org/17mon/trace4linux.zip";
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
  pull = fetchpatch {
    url = "https://github.com/ruff/ruff/pull/43.diff";
    hash = "sha256-O+L7MlMKhFiXK4Ke/tj4CaqCQioVXsbpkxJijHsTIxU=";
  };
  released = fetchurl {
    url = "https://example.org/ruff-1.2.tar.gz";
    hash = "sha256-m27TVriSG46Mrj7UxyEtYkDhKQqD93n+2rCtf0ACgwY=";
  };
}
