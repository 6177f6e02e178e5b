major: minor: tiny: {
  majMin = "${major}.${minor}";
  majMinTiny = "${major}.${minor}.${tiny}";
  __toString = self: self.majMinTiny;
}
