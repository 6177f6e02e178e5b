{ fetchurl }:
{
  a = import ./a.txt { inherit fetchurl; };
  b = import ./b.txt { inherit fetchurl; };
  c = import ./c.txt { inherit fetchurl; };
  d = import ./d.txt { inherit fetchurl; };
  e = import ./e.txt { inherit fetchurl; };
  f = import ./f.txt { inherit fetchurl; };
  g = import ./g.txt { inherit fetchurl; };
}
