# SPDX-License-Identifier: Apache-2.0
"""Encoded pictures and sound, read from clips (clips.sh) or computed."""
import functools
import math
import os
import struct

FOLDER = os.environ.get('CLIPS', '.')


class Codec:
    """What differs between H.264 and H.265 (RFC 6184, RFC 7798)."""

    def __init__(self, h265):
        self.h265 = h265
        self.head = 2 if h265 else 1
        self.sets = (32, 33, 34) if h265 else (7, 8)
        self.delimiter = 35 if h265 else 9
        self.sei = 39 if h265 else 6

    def type(self, unit):
        return unit[0] >> 1 & 63 if self.h265 else unit[0] & 31

    def is_picture(self, unit):
        return self.type(unit) < 32 if self.h265 else 1 <= self.type(unit) <= 5

    def is_random_access(self, unit):
        return 16 <= self.type(unit) <= 21 if self.h265 else self.type(unit) == 5


def units(data):
    """The NAL units of a byte stream."""
    start = data.find(b'\0\0\1')
    while start >= 0:
        following = data.find(b'\0\0\1', start + 3)
        unit = data[start + 3:following if following >= 0 else len(data)]
        if following >= 0:
            unit = unit.rstrip(b'\0')
        if unit:
            yield unit
        start = following


@functools.lru_cache(None)
def pictures(name, without_idr=False):
    """A clip as (codec, list of access units, each a list of NAL units)."""
    codec = Codec(name.endswith('265'))
    with open(os.path.join(FOLDER, name), 'rb') as file:
        data = file.read()
    all_units, current, sliced = [], [], False
    for unit in units(data):
        picture = codec.is_picture(unit)
        if sliced and (not picture or unit[codec.head] & 128):
            all_units.append(current)
            current, sliced = [], False
        sliced = sliced or picture
        current.append(unit)
    all_units.append(current)
    if without_idr:
        # From the first recovery point that is no IDR picture on, again and again.
        del all_units[:next(i for i, unit in enumerate(all_units) if i and recovers(codec, unit))]
    return codec, all_units


def recovers(codec, access_unit):
    """Whether decoding may begin here although no IDR picture is here (H.264 D.2.8)."""
    idr = any(codec.is_random_access(unit) for unit in access_unit)
    point = any(codec.type(unit) == codec.sei and unit[codec.head] == 6 for unit in access_unit)
    return point and not idr


def parameter_sets(name):
    codec, all_units = pictures(name)
    found = {}
    for unit in (unit for access_unit in all_units for unit in access_unit):
        if codec.type(unit) in codec.sets:
            found.setdefault(codec.type(unit), unit)
    return codec, [found[kind] for kind in codec.sets]


@functools.lru_cache(None)
def aac():
    """The frames of tone.aac: AAC-LC, 48 kHz, one channel, without their ADTS headers."""
    with open(os.path.join(FOLDER, 'tone.aac'), 'rb') as file:
        data = file.read()
    frames, at = [], 0
    while at + 7 < len(data):
        size = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
        frames.append(data[at + 7:at + size])
        at += size
    return frames


def alaw(sample):
    sample >>= 3
    mask = 0xd5 if sample >= 0 else 0x55
    sample = sample if sample >= 0 else -sample - 1
    segment, rest = 0, sample
    while rest > 31 and segment < 7:
        rest >>= 1
        segment += 1
    return (segment << 4 | sample >> (segment or 1) & 15) ^ mask if sample < 4096 else 0x7f ^ mask


def ulaw(sample):
    mask = 0xff if sample >= 0 else 0x7f
    sample = min(abs(sample) >> 2, 8158) + 33
    segment = max(0, sample.bit_length() - 6)
    return (segment << 4 | sample >> segment + 1 & 15) ^ mask


@functools.lru_cache(None)
def second_of_tone(kind, rate):
    """One second of 1000 Hz, as bytes, and bytes a sample."""
    tone = [int(9000 * math.sin(2 * math.pi * 1000 * i / rate)) for i in range(rate)]
    if kind == 'pcmu':
        return bytes(map(ulaw, tone)), 1
    if kind.startswith('pcma'):
        return bytes(map(alaw, tone)), 1
    if kind == 'l16':
        return struct.pack('>%dh' % rate, *tone), 2
    if kind == 'l16s':
        return struct.pack('>%dh' % (2 * rate), *(x for v in tone for x in (v, v))), 4
    if kind == 'l8':
        return bytes((x >> 8) + 128 for x in tone), 1
    return bytes(rate // 2), 0.5  # G.726: silence


class Sound:
    """One kind of sound in packets."""

    RATES = {'aac': 48000, 'latm': 48000, 'pcma16': 16000, 'l16': 44100, 'l16s': 48000, 'l8': 11025}
    NAMES = {
        'aac': 'MPEG4-GENERIC/48000/1', 'latm': 'MP4A-LATM/48000/1', 'pcma': 'PCMA/8000', 'pcmu': 'PCMU/8000',
        'pcma16': 'PCMA/16000', 'l16': 'L16/44100/1', 'l16s': 'L16/48000/2', 'l8': 'L8/11025/1', 'g726': 'G726-32/8000',
        'g722': 'G722/8000'}

    def __init__(self, kind, milliseconds, frames):
        self.kind, self.frames = kind, frames
        self.rate = self.RATES.get(kind, 8000)
        self.samples = 1024 * frames if kind in ('aac', 'latm') else round(self.rate * milliseconds / 1000)
        self.seconds = self.samples / self.rate

    def format(self):
        """The lines of fmtp."""
        if self.kind == 'aac':
            return 'streamtype=5;profile-level-id=1;mode=AAC-hbr;config=1188;sizelength=13;indexlength=3;indexdeltalength=3'
        if self.kind == 'latm':
            # StreamMuxConfig (ISO/IEC 14496-3, 1.7.3): one program, one layer, the AudioSpecificConfig 1188.
            bits = '010000000000000' + format(0x1188, '016b') + '000' + '11111111' + '00'
            bits += '0' * (-len(bits) % 8)
            return 'profile-level-id=1;cpresent=0;config=' + '%0*x' % (len(bits) // 4, int(bits, 2))
        return ''

    def packet(self, index):
        if self.kind in ('aac', 'latm'):
            all_frames = aac()
            some = [all_frames[(index * self.frames + i) % len(all_frames)] for i in range(self.frames)]
            if self.kind == 'latm':
                return b''.join(b'\xff' * (len(x) // 255) + bytes([len(x) % 255]) + x for x in some)
            heads = b''.join(struct.pack('>H', len(x) << 3) for x in some)
            return struct.pack('>H', 16 * len(some)) + heads + b''.join(some)
        second, size = second_of_tone(self.kind, self.rate)
        begin = int(index * self.samples % self.rate * size)
        return (second + second)[begin:begin + int(self.samples * size)]
