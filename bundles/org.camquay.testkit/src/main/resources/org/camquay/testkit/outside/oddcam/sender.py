# SPDX-License-Identifier: Apache-2.0
"""What a camera sends while it plays: RTP and RTCP of its tracks, with its habits."""
import random
import struct
import time

import clips
from habits import clock, since

FROM_1900_TO_1970 = 2208988800
METADATA = b'<tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema"/>'


class Track:
    """One RTP stream (RFC 3550)."""

    def __init__(self, habits, send, name, payload_type, rate, first):
        self.habits, self.send, self.name, self.payload_type = habits, send, name, payload_type
        self.rate, self.first = rate, first
        self.sequence, self.ssrc = random.randrange(60000), random.getrandbits(32)
        self.packets = self.octets = self.reports = 0

    def packet(self, seconds, payload, marker):
        ext, pad = self.habits('ext') == '1', self.habits('pad') == '1'
        stamp = int(self.first + seconds * self.rate) & 0xffffffff
        head = struct.pack('>BBHII', 128 | ext << 4 | pad << 5, self.payload_type | marker << 7, self.sequence & 65535, stamp, self.ssrc)
        self.sequence += 1
        self.packets += 1
        self.octets += len(payload)
        if ext:
            head += struct.pack('>HHII', 0xABAC, 2, 0x01020304, 5)
        return head + payload + (b'\0\0\0\4' if pad else b'')

    def report(self, spec, seconds, age, offset):
        """A sender report, whose NTP time may be as odd as `spec` says."""
        ntp = time.time() + FROM_1900_TO_1970 + offset
        kind, *args = spec
        if kind == 'none':
            return
        if kind == 'jump' and since(args[0], age) >= 0:
            ntp += float(args[1])
        if kind == 'flip' and self.reports % 2:
            ntp -= float(args[0])
        if kind == 'ms1970':
            ntp = FROM_1900_TO_1970 + age
        if kind == 'zero':
            ntp = 0
        self.reports += 1
        stamp = int(self.first + seconds * self.rate) & 0xffffffff
        self.send(self.name, struct.pack(
            '>BBHIIIIII', 128, 200, 6, self.ssrc, int(ntp) & 0xffffffff, int(ntp % 1 * 2 ** 32), stamp,
            self.packets & 0xffffffff, self.octets & 0xffffffff), True)

    def bye(self):
        self.send(self.name, struct.pack('>BBHI', 129, 203, 1, self.ssrc), True)


class Packets:
    """Cuts pictures into packets (RFC 6184, RFC 7798), parameter sets where the habits want them."""

    def __init__(self, habits):
        self.habits, self.mtu, self.marker = habits, int(habits('mtu', '1400')), habits('marker', '1')
        self.before = None
        self.pictures = 0

    def of(self, codec, access_unit, seconds):
        """Yields (seconds, payload, marker)."""
        sets = [unit for unit in access_unit if codec.type(unit) in codec.sets]
        rest = [unit for unit in access_unit if codec.type(unit) not in codec.sets]
        inband = self.habits('inband', '1')
        if inband == '0' or inband == 'once' and self.pictures:
            sets = []
        if self.habits('nosei') == '1':
            rest = [unit for unit in rest if codec.is_picture(unit)]
        mode = self.habits('setts', 'same')
        of_sets = {'same': seconds, 'prev': seconds if self.before is None else self.before, 'own': seconds - .001}[mode]
        small = [unit for unit in rest if not codec.is_picture(unit)]
        slices = [unit for unit in rest if codec.is_picture(unit)]
        if self.habits('aggregate') and not codec.h265 and small:
            together = small if self.habits('aggregate') == 'sei' else [x for x in small if codec.type(x) == 9] + sets + [x for x in small if codec.type(x) != 9]
            order = [(seconds, b'\x78' + b''.join(struct.pack('>H', len(unit)) + unit for unit in together))]
        else:
            first = [unit for unit in small if codec.type(unit) == codec.delimiter]
            order = [(seconds, unit) for unit in first] + [(of_sets, unit) for unit in sets]
            order += [(seconds, unit) for unit in small if unit not in first]
        order += [(seconds, unit) for unit in slices]
        self.before = seconds
        self.pictures += 1
        for at, (when, unit) in enumerate(order):
            last = at == len(order) - 1
            lone_set = mode != 'same' and len(unit) <= self.mtu and codec.type(unit) in codec.sets
            yield from self.unit(codec, unit, when, last or lone_set)

    def unit(self, codec, unit, when, last):
        every = self.marker == 'all'
        if len(unit) <= self.mtu:
            yield when, unit, int(every or self.marker == '1' and last)
            return
        at = codec.head
        while at < len(unit):
            part = unit[at:at + self.mtu - 3]
            flags = (128 if at == codec.head else 0) | (64 if at + len(part) >= len(unit) else 0)
            at += len(part)
            if codec.h265:
                head = bytes([unit[0] & 129 | 49 << 1, unit[1], flags | codec.type(unit)])
            else:
                head = bytes([unit[0] & 0xe0 | 28, flags | codec.type(unit)])
            yield when, head + part, int(every or self.marker == '1' and last and flags & 64 != 0)


class Sender:
    """One viewer's streams, from PLAY on. On a thread of its own."""

    def __init__(self, habits, session, file):
        self.habits, self.session = habits, session
        self.files = file.split('+')
        self.step = 1 / habits.number('fps', 25)
        self.video = Track(habits, session.media, 'track1', 96, 90000, habits.number('start', 1000000))
        kind = habits('audio', 'none')
        self.sound = None if kind == 'none' else clips.Sound(kind, habits.number('aptime', 20), int(habits('aus', '1')))
        rate = self.sound.rate if self.sound else 8000
        self.audio = Track(habits, session.media, 'track2', 97, rate, habits.number('astart', 5000))
        self.meta = Track(habits, session.media, 'track3', 107, 90000, 0)
        self.packets = Packets(habits)
        self.begin = time.time()
        self.picture = self.heard = 0
        self.playing, self.clip_begin = None, 0
        self.next_report = .2
        self.next_stall = habits.number('stall') if not habits('stall') else float(habits.words('stall')[0])

    def run(self):
        try:
            while self.session.on and self.turn():
                pass
        except OSError:
            pass

    def turn(self):
        """Sends what is due, or waits for what is next; false at the end."""
        age = time.time() - self.begin
        habits = self.habits
        if habits('die') and since(habits('die'), age) >= 0:
            if habits('bye') == '1':
                self.video.bye()
            self.session.end()
            return False
        if habits('timeout') and habits('nokeep') != '1' and time.time() - self.session.asked > habits.number('timeout'):
            self.session.end()
            return False
        if habits('hang') and since(habits('hang'), age) >= 0:
            time.sleep(.05)
            return True
        if habits('stall') and age > self.next_stall:
            every, seconds = map(float, habits.words('stall'))
            self.next_stall = age + every
            time.sleep(seconds)
            return True
        due = [(self.picture * self.step, self.send_picture)]
        if self.sound and self.session.has('track2'):
            due.append((self.heard * self.sound.seconds, self.send_sound))
        due.append((self.next_report, self.send_reports))
        when, send = min(due, key=lambda entry: entry[0])
        if when > age:
            time.sleep(min(when - age, .1))
        else:
            send(age)
        return True

    def send_picture(self, age):
        habits = self.habits
        file = self.files[int(age / habits.number('switch', 8)) % len(self.files)]
        if file != self.playing:
            self.playing, self.clip_begin = file, self.picture
        codec, all_units = clips.pictures(file, habits('noidr') == '1')
        unit = all_units[(self.picture - self.clip_begin + int(habits('skip', '0'))) % len(all_units)]
        seconds = clock(habits.words('ts'), self.picture, self.step, age)
        packets = [self.video.packet(*packet) for packet in self.packets.of(codec, unit, seconds)]
        if habits('reorder') == '1' and len(packets) > 2 and random.random() < .3:
            packets[0], packets[1] = packets[1], packets[0]
        for packet in packets:
            self.session.media('track1', packet)
        self.picture += 1

    def send_sound(self, age):
        seconds = clock(self.habits.words('ats'), self.heard, self.sound.seconds, age)
        seconds *= self.habits.number('adrift', 1)
        seconds += random.uniform(-1, 1) * self.habits.number('ajitter') / self.sound.rate
        self.session.media('track2', self.audio.packet(seconds, self.sound.packet(self.heard), int(self.heard == 0)))
        self.heard += 1

    def send_reports(self, age):
        habits = self.habits
        self.next_report += habits.number('srevery', 2)
        ts, ats, sr = habits.words('ts'), habits.words('ats'), habits.words('sr')
        plain = ['ok']
        self.video.report(sr, clock(plain if ts[0] in ('stray', 'jitter', 'hold', 'round') else ts, age / self.step, self.step, age), age, 0)
        if self.sound:
            seconds = clock(plain if ats[0] in ('stray', 'jitter', 'hold', 'round') else ats, age / self.sound.seconds, self.sound.seconds, age)
            seconds *= habits.number('adrift', 1)
            self.audio.report(habits.words('asr', habits('sr', 'ok')), seconds, age, habits.number('asroff'))
        if self.session.has('track3'):
            self.session.media('track3', self.meta.packet(age, METADATA, 1))
