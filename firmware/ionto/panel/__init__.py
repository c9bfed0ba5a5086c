# What the user sees, hears and presses. Draws from the view; decides nothing about current.
