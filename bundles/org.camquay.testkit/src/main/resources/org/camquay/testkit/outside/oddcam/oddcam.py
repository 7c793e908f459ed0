#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""oddcam.py PORT key=value… : RTSP cameras with odd habits on 127.0.0.1, over UDP and TCP interleaved. Port 0 takes a free one.

Each address is a camera of its own: rtsp://127.0.0.1:PORT/key=value/key=value. Options on the command line hold for all. Clips
come from $CLIPS (clips.sh). A line `go` on standard input is what AT=go waits for. HTTP cameras are served too (oddhttp.py).

 picture  file=A+B (by turns, each for switch=S; lives=1: one for each connection) fps=25 skip=N noidr=1 (recovery points only)
          sdpsets=1|0 inband=1|0|once setts=same|prev|own (RTP time of parameter sets: the key picture's, the picture's before,
          one of their own) marker=1|0|all aggregate=1|sei (STAP-A) mtu=1400 nosei=1
 clocks   ts= of the picture, ats= of the sound: ok const hold:N jump:AT:S slew:AT:S:DURATION every:S stray:N:S rate:F
          jitter:MS round:MS; start= astart= (first RTP timestamps) adrift=F ajitter=TICKS
 reports  sr= of both, asr= of the sound: ok none jump:AT:S flip:S ms1970 zero; srevery=S asroff=S
 sound    audio=none pcma pcmu pcma16 l16 l16s l8 g726 g722 aac latm; aptime=MS aus=N (AAC frames in a packet)
 tracks   tracks=vabmwxd in any order: picture, sound, back channel (sendonly), metadata, second picture, G.726 sound, data;
          also backchannel=1 meta=1 two=1 nodir=1
 login    auth= see login.py; user= pass=
 RTSP     redirect=PATH|URL timeout=S nokeep=1 noget=1 (501) closeopt=1 (closes at OPTIONS while playing) chan=N (other
          interleaved numbers than asked) junk=1 udp=0|silent tcp=0 lf=1 lower=1 absolute=1 nobase=1 ask=1 (asks the client)
 ends     die=AT hang=AT stall=EVERY:S bye=1
 losses   loss=PERCENT of RTP, dup=PERCENT, reorder=1 pad=1 ext=1
 all      tls=FILE.pem (on a third port) log=1 watch=1 (ends with standard input)"""
import os
import random
import re
import socket
import ssl
import struct
import sys
import threading
import time

import oddhttp
from describe import description
from habits import Habits, go
from login import Login
from sender import Sender

LIVES = {}


class Session:
    def __init__(self, connection, given, port):
        self.connection, self.given, self.port = connection, given, port
        self.habits, self.login = Habits(given), None
        self.transports, self.lock = {}, threading.Lock()
        self.on = self.played = False
        self.asked = time.time()

    def has(self, track):
        return track in self.transports

    def raw(self, data):
        with self.lock:
            self.connection.sendall(data)

    def media(self, track, packet, rtcp=False):
        """Sends RTP or RTCP of a track, if it was set up."""
        transport = self.transports.get(track)
        if transport is None or not rtcp and random.random() * 100 < self.habits.number('loss'):
            return
        twice = not rtcp and random.random() * 100 < self.habits.number('dup')
        for _ in range(2 if twice else 1):
            if isinstance(transport, int):
                junk = b'\0\xff\x10junk' if self.habits('junk') == '1' and random.random() < .02 else b''
                self.raw(junk + struct.pack('>BBH', 36, transport + rtcp, len(packet)) + packet)
            elif self.habits('udp') != 'silent':
                source, target = transport[rtcp]
                source.sendto(packet, target)

    def end(self):
        self.on = False
        self.connection.shutdown(socket.SHUT_RDWR)

    def guarded(self):
        try:
            self.serve(self.connection.makefile('rb'))
        except (OSError, ValueError, IndexError) as e:
            if self.habits('log') == '1':
                print('session ended:', repr(e), file=sys.stderr, flush=True)
        self.on = False
        self.connection.close()

    def serve(self, reading):
        while True:
            first = reading.read(1)
            if not first:
                return
            if first == b'$':
                reading.read(struct.unpack('>BH', reading.read(3))[1])
                continue
            words, headers = (first + reading.readline()).decode().split(), {}
            for line in iter(lambda: reading.readline().decode().strip(), ''):
                name, value = line.split(':', 1)
                headers[name.strip().lower()] = value.strip()
            reading.read(int(headers.get('content-length', 0)))
            if words and not words[0].startswith('RTSP/') and not self.answer(words[0], words[1], headers):
                return

    def answer(self, method, url, headers):
        """Answers one request; false if the connection ends."""
        self.asked = time.time()
        if self.login is None:
            self.habits = Habits(self.given, re.sub(r'^\w+://[^/]*', '', url))
            self.login = Login(self.habits, os.urandom(8).hex())
        habits = self.habits
        if habits('log') == '1':
            print('%.1f' % time.time(), method, url, headers.get('transport', ''), file=sys.stderr, flush=True)
        if method == 'OPTIONS' and self.played and habits('closeopt') == '1':
            return False
        code, more, body = '200 OK', [], ''
        if method != 'OPTIONS' and not self.login.allows(method, headers.get('authorization', ''), os.urandom(8).hex()):
            code, more = '401 Unauthorized', ['WWW-Authenticate: ' + value for value in self.login.challenges()]
        elif method == 'OPTIONS':
            more = ['Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN' + ('' if habits('noget') else ', GET_PARAMETER')]
        elif method == 'GET_PARAMETER' and habits('noget') == '1':
            code = '501 Not Implemented'
        elif method == 'DESCRIBE' and habits('redirect'):
            code, more = '302 Moved Temporarily', ['Location: ' + self.target(habits('redirect'))]
        elif method == 'DESCRIBE':
            base = url.split('?')[0].rstrip('/') + '/'
            body = description(habits, self.file(url), base if habits('absolute') == '1' else '')
            more = ['Content-Type: application/sdp'] + ([] if habits('nobase') == '1' else ['Content-Base: ' + base])
        elif method == 'SETUP':
            code, more = self.setup(url, headers.get('transport', ''))
        elif method == 'PLAY':
            more = ['Session: 12345678', 'Range: npt=0.000-']
        elif method not in ('TEARDOWN', 'GET_PARAMETER', 'SET_PARAMETER'):
            code = '501 Not Implemented'
        self.reply(code, headers.get('cseq', '0'), more, body)
        if method == 'PLAY' and code[0] == '2' and not self.on:
            self.on = self.played = True
            threading.Thread(target=Sender(habits, self, self.file(url)).run, daemon=True).start()
        return method != 'TEARDOWN' and code[0] != '3'

    def target(self, where):
        return where.replace('~', '/') if '://' in where.replace('~', '/') else 'rtsp://127.0.0.1:%d/%s' % (self.port, where.replace('~', '/'))

    def file(self, url):
        """Which clips this connection plays."""
        files = self.habits('file', 'plain.h264')
        if self.habits('lives') != '1':
            return files
        if not hasattr(self, 'life'):
            camera = re.sub(r'/track\d+$', '', url).rstrip('/')
            self.life = LIVES[camera] = LIVES.get(camera, -1) + 1
        return files.split('+')[min(self.life, files.count('+'))]

    def setup(self, url, transport):
        habits, track = self.habits, url.rstrip('/').rsplit('/', 1)[1]
        tcp = 'interleaved=' in transport or '/TCP' in transport
        if habits('tcp' if tcp else 'udp') == '0':
            return '461 Unsupported Transport', []
        if tcp:
            asked = re.search(r'interleaved=(\d+)', transport)
            channel = int(asked[1] if asked else 2 * len(self.transports)) + int(habits('chan', '0'))
            self.transports[track] = channel
            said = 'RTP/AVP/TCP;unicast;interleaved=%d-%d' % (channel, channel + 1)
        else:
            client = int(re.search(r'client_port=(\d+)', transport)[1])
            sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in (0, 1)]
            for each in sockets:
                each.bind(('127.0.0.1', 0))
            self.transports[track] = [(each, ('127.0.0.1', client + i)) for i, each in enumerate(sockets)]
            said = 'RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d' % (
                client, client + 1, *(each.getsockname()[1] for each in sockets))
        ends = ';timeout=' + habits('timeout') if habits('timeout') else ''
        return '200 OK', ['Transport: ' + said, 'Session: 12345678' + ends]

    def reply(self, code, sequence, more, body):
        lines = ['RTSP/1.0 ' + code, 'CSeq: ' + sequence] + more + (['Content-Length: %d' % len(body)] if body else [])
        if self.habits('lower') == '1':
            lines = [re.sub(r'^[\w-]+:', lambda name: name[0].lower(), line) for line in lines]
        text = '\r\n'.join(lines) + '\r\n\r\n' + body
        if self.habits('ask') == '1' and self.on:
            text += 'OPTIONS rtsp://client/ RTSP/1.0\r\nCSeq: 77\r\nSession: 12345678\r\n\r\n'
        self.raw((text.replace('\r\n', '\n') if self.habits('lf') == '1' else text).encode())


def listen(port, given, context=None):
    server = socket.create_server(('127.0.0.1', port))

    def accept():
        while True:
            connection, _ = server.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=begin, args=(connection,), daemon=True).start()

    def begin(connection):
        try:
            wrapped = context.wrap_socket(connection, server_side=True) if context else connection
        except OSError:
            return
        Session(wrapped, given, server.getsockname()[1]).guarded()

    threading.Thread(target=accept, daemon=True).start()
    return server.getsockname()[1]


def main():
    given = dict(word.split('=', 1) for word in sys.argv[2:])
    ports = ['rtsp', listen(int(sys.argv[1]), given), 'http', oddhttp.listen(0)]
    if 'tls' in given:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(given['tls'])
        ports += ['rtsps', listen(0, given, context)]
    print('cameras on', *ports, flush=True)
    for line in sys.stdin:
        if line.strip() == 'go':
            go()
    if given.get('watch') != '1':
        threading.Event().wait()


main()
