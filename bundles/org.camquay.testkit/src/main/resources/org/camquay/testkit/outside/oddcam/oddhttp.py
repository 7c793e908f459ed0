# SPDX-License-Identifier: Apache-2.0
"""Odd HTTP cameras on 127.0.0.1, with clips of $CLIPS.

 /mjpeg?…           multipart of j.mjpeg: len=0 (no lengths) first=0 (no first boundary) quote=1 (boundary in quotes) dash=1 (named with
                    its dashes) chunk=1 (chunked) preamble=1 (text before) space=1 (boundary with blanks around) upper=1 gap=S (a stall)
 /live/FILE?secs=S  that file once, in so many seconds, without a length
 /loop/FILE?secs=S  again and again, with the same timestamps
 flags=N            with a FLV file: which tracks its head names"""
import http.server
import os
import socketserver
import threading
import time
import urllib.parse

from clips import FOLDER


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        self.options = dict(urllib.parse.parse_qsl(address.query))
        self.close_connection = True
        try:
            if address.path == '/mjpeg':
                self.pictures()
            else:
                self.file(os.path.basename(address.path), address.path.startswith('/loop'))
        except OSError:
            pass  # the client has gone

    def has(self, name):
        return self.options.get(name) == '1'

    def out(self, data):
        self.wfile.write(b'%x\r\n' % len(data) + data + b'\r\n' if self.has('chunk') else data)

    def pictures(self):
        with open(os.path.join(FOLDER, 'j.mjpeg'), 'rb') as file:
            pictures = [b'\xff\xd8' + rest for rest in file.read().split(b'\xff\xd8')[1:]]
        name = '--b0und' if self.has('dash') else 'b0und'
        name = '"%s"' % name if self.has('quote') else name
        equals = ' = ' if self.has('space') else '='
        self.send_response(200)
        self.send_header('Content-Type', ('Multipart/X-Mixed-Replace; Boundary' if self.has('upper') else 'multipart/x-mixed-replace; boundary') + equals + name)
        if self.has('chunk'):
            self.send_header('Transfer-Encoding', 'chunked')
        self.end_headers()
        if self.has('preamble'):
            self.out(b'This is a camera.\r\n')
        begin, gap = time.time(), float(self.options.get('gap', '0'))
        for i in range(10 ** 9):
            picture = pictures[i % len(pictures)]
            length = b'' if self.options.get('len') == '0' else b'Content-Length: %d\r\n' % len(picture)
            line = b'' if i == 0 and self.options.get('first') == '0' else b'--b0und\r\n'
            self.out(line + b'Content-Type: image/jpeg\r\n' + length + b'\r\n' + picture + b'\r\n')
            time.sleep(max(0, begin + (i + 1) / 25 - time.time()))
            if gap and i == 100:
                time.sleep(gap)
                begin += gap

    def file(self, name, forever):
        with open(os.path.join(FOLDER, name), 'rb') as file:
            data = file.read()
        if 'flags' in self.options:
            data = data[:4] + bytes([int(self.options['flags'])]) + data[5:]
        rate = len(data) / float(self.options.get('secs', '8'))
        kinds = {'flv': 'video/x-flv', 'mkv': 'video/x-matroska', 'mp4': 'video/mp4'}
        self.send_response(200)
        self.send_header('Content-Type', kinds.get(name.rsplit('.', 1)[1], 'video/mp2t'))
        self.end_headers()
        begin, sent = time.time(), 0
        while True:
            for at in range(0, len(data), 1316):
                part = data[at:at + 1316]
                self.out(part)
                sent += len(part)
                time.sleep(max(0, begin + sent / rate - time.time()))
            if not forever:
                return


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 64


def listen(port):
    server = Server(('127.0.0.1', port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port
