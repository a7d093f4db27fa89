import Engine

print("kelp")
