"""Drawing lots with balance: plain Python, without Django.

pool = Pool(people, Targets(size, targets))      # or reading.read_targets, reading.read_pool
drawn = drawing.draw(pool, seed)                 # imports the solver: half a second, so import it where it is needed
"""
