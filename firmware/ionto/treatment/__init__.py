# What is wanted of the current, and for how long: plan, session, dose.
