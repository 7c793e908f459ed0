# SPDX-License-Identifier: Apache-2.0
"""A bad line between two network namespaces, for kernels that have no netem.

    line.py SPACE_A ADDRESS_A SPACE_B ADDRESS_B DEVICE SEED

makes a TUN device of that name in either namespace and carries packets between the two. "down" is from A to B, "up" from B
to A. A line on standard input changes a direction (or "both") while packets flow, for example

    both delay=25 loss=2
    down rate=1000 queue=250

    delay      milliseconds one way
    loss       percent of the packets, at random
    duplicate  percent that come twice
    reorder    percent that are held back for `late` milliseconds, so that others overtake them
    rate       kbit/s, 0 for no limit; what comes faster waits
    queue      milliseconds that may wait at that rate; what finds the queue full is dropped

and is answered by the packets counted so far, as JSON. The end of standard input ends the line. The same seed makes the same
choices, packet by packet.
"""
import collections
import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import struct
import subprocess
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
CLONE_NEWNET = 0x40000000
MOST = 65536


def device(space, name, address, peer):
    """A TUN device in that namespace, in which this process then is. The kernel cuts offloaded segments for it."""
    with open("/run/netns/" + space) as entry:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.setns(entry.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns " + space)
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    subprocess.run(["ip", "address", "add", address, "peer", peer, "dev", name], check=True)
    subprocess.run(["ip", "link", "set", name, "up", "txqueuelen", "2000"], check=True)
    return tun


class Direction:
    def __init__(self, source, target, seed):
        self.source, self.target = source, target
        self.dice = random.Random(seed)
        self.set = {"delay": 0.0, "loss": 0.0, "duplicate": 0.0, "reorder": 0.0, "late": 20.0, "rate": 0.0, "queue": 250.0}
        self.count = {"in": 0, "bytes": 0, "out": 0, "lost": 0, "dropped": 0, "duplicated": 0, "reordered": 0}
        self.waiting = collections.deque()  # for the bottleneck
        self.bits = 0
        self.free_at = 0.0
        self.flying = []  # a heap, by when each arrives
        self.flown = 0

    def chance(self, percent):
        return percent > 0 and self.dice.random() * 100 < percent

    def take(self, packet, now):
        self.count["in"] += 1
        self.count["bytes"] += len(packet)
        if self.chance(self.set["loss"]):
            self.count["lost"] += 1
        elif not self.set["rate"] and not self.waiting:
            self.fly(packet, now)
        elif self.set["rate"] and (self.bits + 8 * len(packet)) / self.set["rate"] > self.set["queue"]:
            self.count["dropped"] += 1
        else:
            self.waiting.append(packet)
            self.bits += 8 * len(packet)
            self.free_at = max(self.free_at, now) if len(self.waiting) == 1 else self.free_at

    def fly(self, packet, now):
        due = now + self.set["delay"] / 1000
        if self.chance(self.set["reorder"]):
            self.count["reordered"] += 1
            due += self.set["late"] / 1000
        copies = 1
        if self.chance(self.set["duplicate"]):
            self.count["duplicated"] += 1
            copies = 2
        for _ in range(copies):
            self.flown += 1
            heapq.heappush(self.flying, (due, self.flown, packet))

    def work(self, now):
        """Carries what is due; when to come again, or None."""
        while self.waiting and self.free_at <= now:
            packet = self.waiting.popleft()
            self.bits -= 8 * len(packet)
            rate = self.set["rate"]
            # a packet is through the bottleneck when its last bit is
            self.free_at += 8 * len(packet) / rate / 1000 if rate else 0
            self.fly(packet, self.free_at)
        while self.flying and self.flying[0][0] <= now:
            try:
                os.write(self.target, heapq.heappop(self.flying)[2])
                self.count["out"] += 1
            except OSError:  # the other end is gone, or its queue is full
                self.count["dropped"] += 1
        times = [self.flying[0][0]] if self.flying else []
        return min(times + ([self.free_at] if self.waiting else []), default=None)

    def change(self, words):
        for word in words:
            name, value = word.split("=")
            if name not in self.set:
                raise ValueError(name)
            self.set[name] = float(value)


def prefer():
    """Ahead of other programs of a busy machine, so that the line alone decides when packets arrive."""
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except OSError:
        pass


def main():
    space_a, address_a, space_b, address_b, name, seed = sys.argv[1:]
    a = device(space_a, name, address_a, address_b)
    b = device(space_b, name, address_b, address_a)
    down, up = Direction(a, b, "down" + seed), Direction(b, a, "up" + seed)
    prefer()
    print("open", flush=True)
    while True:
        now = time.monotonic()
        due = [at for at in (down.work(now), up.work(now)) if at is not None]
        pause = max(0.0, min(due) - time.monotonic()) if due else None
        ready = select.select([a, b, 0], [], [], pause)[0]
        for way in (down, up):
            if way.source in ready:
                drain(way)
        if 0 in ready:
            words = sys.stdin.readline().split()
            if not words:
                return
            for name, way in (("down", down), ("up", up)):
                if words[0] in (name, "both"):
                    way.change(words[1:])
            print(json.dumps({"down": down.count, "up": up.count}), flush=True)


def drain(way):
    now = time.monotonic()
    try:
        while True:
            way.take(os.read(way.source, MOST), now)
    except BlockingIOError:
        pass


main()
