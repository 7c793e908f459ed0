# SPDX-License-Identifier: Apache-2.0
"""What the players of the table of offers have in common: their cells come as words, and a line of JSON goes out for each.

usage: PLAYER http://HOST:PORT/whep/ STREAM:OFFER:EXPECTED …   (EXPECTED: a, v, av, or - for a refusal)
"""
import asyncio
import json
import sys
import urllib.error

FRAMES = 10
PACKETS = 25
PATIENCE = 20


def enough(expected, frames, packets):
    return ("v" not in expected or frames >= FRAMES) and ("a" not in expected or packets >= PACKETS)


async def each(play):
    """Plays each cell by play(url, offer, expected), which gives what it saw, heard and its state."""
    base, cells = sys.argv[1], sys.argv[2:]
    for cell in cells:
        stream, offer, expected = cell.split(":")
        report = {"cell": cell, "frames": 0, "packets": 0}
        try:
            report.update(await play(base + stream, offer, expected))
        except urllib.error.HTTPError as e:
            report.update(status=e.code, error=e.read().decode().strip())
        except Exception as e:  # whatever it is, the test is to read it
            report["error"] = repr(e)
        print(json.dumps(report), flush=True)


async def until(done):
    """Waits for it, and says whether it came."""
    for _ in range(PATIENCE * 20):
        if done():
            return True
        await asyncio.sleep(0.05)
    return False
