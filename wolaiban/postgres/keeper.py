"""The process that keeps the private PostgreSQL running while anybody uses it, and no longer.

Two files in `database/` are locked, and the kernel frees a lock however its holder ends:

    owner   held alone by the keeper: there is never a second one, so never two servers on one cluster
    users   held together by every wolaiban command; when the keeper gets it alone, nobody is left and it stops

So a killed `wolaiban` stops the server, a killed server is started again, and of a killed keeper the server is
told by the kernel; whoever still uses it starts another keeper (`joining`).
"""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

from wolaiban.postgres import cluster, place
from wolaiban.postgres.locks import FileLock
from wolaiban.postgres.place import Place
from wolaiban.postgres.postmaster import Postmaster
from wolaiban.postgres.trouble import DatabaseTrouble, tail_of, tell

TICK = 0.1
LONGEST_PAUSE = 10.0  # between two starts of a server that keeps falling over


class Keeper:
    def __init__(self, here: Place) -> None:
        self.place = here
        self.users = FileLock(here.home / "users.lock")
        self.told_to_stop = False

    def listen(self) -> None:
        """Stop when told to; Ctrl-C is for the command in the terminal, which then lets go of its lock."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def _stop(self, *_: object) -> None:
        self.told_to_stop = True

    def keep(self) -> None:
        """Make the cluster if need be, start the server, start it again whenever it falls, stop it in the end."""
        place.choose(self.place)
        programs = self.place.binaries()
        if not self.place.is_made:
            cluster.make(self.place, programs)
        postmaster = Postmaster(self.place, programs)
        self.wait_until_ready(postmaster)
        pause = 0.0
        while not self.may_stop():
            if postmaster.is_running:
                pause = 0.0 if postmaster.is_ready else pause
                time.sleep(TICK)
                continue
            say(f"PostgreSQL ended with {postmaster.process.returncode}; starting it again")
            time.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2 + 0.5)
            try:
                postmaster = Postmaster(self.place, programs)
            except OSError as trouble:  # a full disk: there may be room the next time
                say(f"数据库的文件无法读写：{trouble}")
        postmaster.stop()

    def may_stop(self) -> bool:
        return self.told_to_stop or self.users.alone()

    def wait_until_ready(self, postmaster: Postmaster) -> None:
        """However long recovery takes; only a server that ends by itself is given up."""
        while not postmaster.is_ready:
            if self.told_to_stop:
                return
            if not postmaster.is_running:
                raise DatabaseTrouble(f"数据库没有启动起来。它的日志说：\n{tail_of(self.place.log)}")
            time.sleep(TICK / 4)


def main(home: Path) -> int:
    with FileLock(home / "owner.lock") as owner:
        if not get(owner):
            return 0  # another keeper is at work
        owner.write("")
        keeper = Keeper(Place(home))
        keeper.listen()
        try:
            keeper.keep()
        except DatabaseTrouble as trouble:
            say(str(trouble))
            return 1
        except OSError as trouble:
            say(f"数据库的文件无法读写：{trouble}")
            return 1
    return 0


def get(owner: FileLock) -> bool:
    """Take the lock, patiently enough not to be misled by a command that is just looking whether it is free."""
    for _ in range(20):
        if owner.alone():
            return True
        time.sleep(0.05)
    return False


def say(text: str) -> None:
    tell(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text}\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
