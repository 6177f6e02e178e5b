"sha256-4OPU64hz/hPBrcnwA6S7HumZ22Li/IOHo3a3ePmavJo="
