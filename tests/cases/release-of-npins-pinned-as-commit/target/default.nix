{ sources ? import ./npins }: sources.a
