{ fetchurl, old }:
{ }
