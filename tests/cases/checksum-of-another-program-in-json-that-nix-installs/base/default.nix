{ stdenv, lib }:
{
  environment.etc."finance.json".source = ./dashboards/finance.json;
}
