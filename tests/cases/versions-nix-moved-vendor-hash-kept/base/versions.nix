# every version that this repository packages
{
  guillemot = "2.1.0";
  razorbill = "0.17.3";
}
