# The unit, pure: no `machine`, integers with their unit in the name, time passed in.
