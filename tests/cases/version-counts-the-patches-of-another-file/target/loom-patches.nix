patch: [
  (patch "001" "sha256-9kVR/NbweCPLh5cc+5FEZCXaGChrOrHvk14MvXpp9oo=")
  (patch "002" "sha256-OUbKZP942TymEJCkN8u2s9LKDUiPX5zPMFlgg2iydpM=")
  (patch "003" "sha256-Q7sA0M53kKU7kSVrNwyIeyR5GlU5pvv7cMWHDoyRrl0=")
]
