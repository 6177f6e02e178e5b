sed -i s/1/2/ package-lock.json
