"""Steps of every kind but the case at the desk: buttons, the form of a step, the history."""
