{ mkSource }:

{
  src = mkSource {
    version = "2.0";
    x64Hash = "sha256-/xCOocCgaaAO5aHJu+cvw9Z7Xw06zLjhMs2eGo271Q8=";
    armHash = "sha256-3ff/Xr2dZs4WFGbBwCYkMPoE3jKw5CDuP0ieLiES44Y=";
  };
}
