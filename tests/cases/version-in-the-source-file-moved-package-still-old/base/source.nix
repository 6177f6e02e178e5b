{
  name = "wren-source";
  version = "1.0.0";
  hash = "sha256-JOUdjzIwNqKkmZQDs+pJ+8Vt1Rpg71jsgSf2O9pRXGM=";
}
