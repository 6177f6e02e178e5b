{ }:
{
  siskin = "1.5.0";
  twite = "2.0.1";
}
