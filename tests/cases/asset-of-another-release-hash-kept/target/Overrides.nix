{ fetchurl }:
{ Foo_jll = { tree = "84846c83529117f77ea9d337f32cff232f422666"; src = fetchurl { url = "https://github.com/JuliaBinaryWrappers/Foo_jll.jl/releases/download/Foo-v1.2.0%2B1/Foo.v1.2.0.x86_64-linux-gnu.tar.gz"; sha256 = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"; }; }; }
