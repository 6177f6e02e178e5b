"sha256-mcQ8SEVLniAq87CKkdc8Pd6QCcj+pV/yf99fZiWAa48="
