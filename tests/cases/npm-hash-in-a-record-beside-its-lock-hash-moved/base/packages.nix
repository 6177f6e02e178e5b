{ buildNodeModules }:

{
  modules = buildNodeModules ./bar (import ./bar).npmDepsHash;
}
