# Packages of the bird project

{ pkgs }:

{
  wren = pkgs.fetchgit {
    url = "https://git.example.org/wren.git";
    rev = "5b428f619a35dd927456f9042314b586b8b7d117";
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
  knot = pkgs.fetchgit {
    url = "https://git.example.org/knot.git";
    rev = "711d7b8b685b4132409f654729dd53a916f824b5";
    hash = "sha256-FI3pxaekTRnlbNmuGlVL9nhHr7DFj24S+imsfd/KmUA=";
  };
}
