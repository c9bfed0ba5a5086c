# The one gate to the patient (stage), what goes through it (converters, ramp, regulator).
