"""The six stories, and the matters that wait for a visitor to play them on."""

from wolaiban.demo.stories import (
    benches,
    captains,
    daughter,
    pig_farm,
    pigeons,
    railing,
    street,
    township,
)

STORIES = (
    pig_farm.STORY,
    daughter.STORY,
    benches.STORY,
    captains.STORY,
    pigeons.STORY,
    railing.STORY,
    captains.HEDGE,
)

WAITING = tuple(
    script
    for part in (pig_farm, daughter, benches, captains, pigeons, street, township, railing)
    for script in part.WAITING
)
LAST = railing.WAITING[-1]  # the lamp is reported last of all: when it is on record, the demo is complete
