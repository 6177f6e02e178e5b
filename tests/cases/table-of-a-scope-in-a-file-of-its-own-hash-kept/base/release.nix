{ }:

{
  version = "1.4.0";
  owner = "linnet";
}
