{ mkSource }:

{
  src = mkSource {
    version = "1.0";
    x64Hash = "sha256-jybW/io9r9goCBzD6jpdYQCDxFY/tPT+UbJTOxzkTrA=";
    armHash = "sha256-3ff/Xr2dZs4WFGbBwCYkMPoE3jKw5CDuP0ieLiES44Y=";
  };
}
