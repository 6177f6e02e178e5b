{ pkgs }:
{
}
