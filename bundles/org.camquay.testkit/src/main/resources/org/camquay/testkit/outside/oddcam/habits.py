# SPDX-License-Identifier: Apache-2.0
"""The options of one camera (key=value), and what they do to clocks."""
import random
import threading
import time

GO = threading.Event()
WENT = [0.0]


def go():
    """What the options call `go` happens now, in every camera of this process."""
    WENT[0] = time.time()
    GO.set()


class Habits:
    """Options of the command line, under those of the address: rtsp://127.0.0.1:PORT/key=value/key=value/"""

    def __init__(self, given, path=''):
        self.given = dict(given)
        for part in path.split('/'):
            if '=' in part:
                key, value = part.split('=', 1)
                self.given[key] = value

    def __call__(self, key, otherwise=''):
        return self.given.get(key, otherwise)

    def number(self, key, otherwise=0.0):
        return float(self.given.get(key, otherwise))

    def words(self, key, otherwise='ok'):
        return self(key, otherwise).split(':')


def since(moment, age):
    """Seconds since a moment of an option, a number of seconds or `go`; negative before it."""
    if moment != 'go':
        return age - float(moment)
    return time.time() - WENT[0] if GO.is_set() else -1.0


def clock(spec, index, step, age):
    """What an odd clock shows for the picture or packet `index`, each of `step` seconds, at the camera's `age`."""
    kind, *args = spec
    ideal = index * step
    if kind == 'const':
        return 0.0
    if kind == 'hold':  # so many share one time
        return index // int(args[0]) * int(args[0]) * step
    if kind == 'jump':  # AT:SECONDS
        return ideal + (float(args[1]) if since(args[0], age) >= 0 else 0)
    if kind == 'slew':  # AT:SECONDS:DURATION, a step that takes its time
        return ideal + float(args[1]) * min(1.0, max(0.0, since(args[0], age) / float(args[2])))
    if kind == 'every':  # the clock begins again every so many seconds
        return ideal - float(args[0]) * int(age / float(args[0]))
    if kind == 'stray':  # EVERY:SECONDS, one of so many is off
        return ideal + (float(args[1]) if index % int(args[0]) == int(args[0]) - 1 else 0)
    if kind == 'rate':
        return ideal * float(args[0])
    if kind == 'jitter':  # MILLISECONDS, both ways
        return ideal + random.uniform(-1, 1) * float(args[0]) / 1000
    if kind == 'round':  # to MILLISECONDS, as containers and lazy cameras do
        unit = float(args[0]) / 1000
        return round(ideal / unit) * unit
    return ideal
