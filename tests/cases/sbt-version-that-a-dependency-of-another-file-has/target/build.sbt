ThisBuild / version := "3.2.0"
