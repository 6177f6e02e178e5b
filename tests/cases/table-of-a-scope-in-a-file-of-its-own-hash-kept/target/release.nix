{ }:

{
  version = "1.5.0";
  owner = "linnet";
}
