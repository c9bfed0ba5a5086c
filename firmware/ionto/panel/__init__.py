# What the user sees, hears and presses. Draws from the status; decides nothing about current.
