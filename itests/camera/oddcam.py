#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""oddcam.py PORT key=value… : an RTSP camera with odd habits, on 127.0.0.1; TCP interleaved and UDP. Clips from $CLIPS: plain.h264, and tone.aac where there is AAC.
 video: file=plain.h264 fps=25 codec=h264|h265 sdpsets=1|0 inband=1|0 setts=same|prev|own (RTP timestamp of SPS/PPS: the key picture's, the
        picture's before (retina#13), one of their own) marker=1|0|all aggregate=0|1 (STAP-A of AUD/SPS/PPS/SEI) mtu=1400
 times: ts=ok | const | pairs (two pictures share one) | jump:AT:SECONDS | outlier:EVERY:SECONDS | rate:FACTOR | none; start=N first RTP timestamp
        skip=N pictures of the clip at the start; noidr=1 (only recovery points); jitter=MS (timestamps off by up to that, both ways)
 sr=ok|none|jump:AT:SECONDS (NTP steps)|ms1970|flip:SECONDS (every other report says so much less)|zero; srevery=2; asroff=SECONDS (audio's NTP is off)
 audio=none|pcma|pcma16|pcmu|l16|l16s|g726|aac; aptime=MS, aus=N (AAC frames in a packet), adrift=FACTOR, ajitter=TICKS (timestamps) ; backchannel=1 (a sendonly track first) ; meta=1 (ONVIF metadata)
 two=1 (second video track) ; auth=none|md5|sha256|both|both2|qop|stale ; user= pass= ; redirect=PORT ; timeout=S,nokeep=1 (closes S after the last request)
 noget=1 (501 for GET_PARAMETER) ; closeopt=1 (closes at OPTIONS after PLAY) ; die=S (closes after S) ; hang=S (silent after S) ; stall=EVERY:SECONDS (nothing for a while, then all at once, as over a bad WLAN) ; loss=PERCENT (of RTP)
 pad=1 ext=1 (padding, header extension) ; junk=1 (bytes between interleaved frames) ; chan=8 (other interleaved numbers than asked) ; reorder=1 tls=FILE.pem (rtsps)"""
import sys, os, socket, threading, time, struct, random, math, hashlib, base64, re
Q = dict(a.split('=', 1) for a in sys.argv[2:]); PORT = int(sys.argv[1]); q = lambda k, d='': Q.get(k, d)
def nals(data):
    out, i = [], data.find(b'\0\0\1')
    while i >= 0:
        j = data.find(b'\0\0\1', i + 3); e = len(data) if j < 0 else j
        n = data[i + 3:e].rstrip(b'\0') if j >= 0 else data[i + 3:]
        if n: out.append(n)
        i = j
    return out
H265 = q('codec') == 'h265'; typ = (lambda n: n[0] >> 1 & 63) if H265 else (lambda n: n[0] & 31)
VCL = (lambda t: t < 32) if H265 else (lambda t: 1 <= t <= 5); SETS = (32, 33, 34) if H265 else (7, 8); HL = 2 if H265 else 1
def units(path):
    aus, cur, seen = [], [], False
    for n in nals(open(path, 'rb').read()):
        t = typ(n)
        if VCL(t):
            if seen and n[HL] & 128: aus.append(cur); cur = []
            seen = True
        elif seen: aus.append(cur); cur = []; seen = False
        cur.append(n)
    return aus + [cur]
CL = os.environ.get('CLIPS', '.'); files = q('file', 'plain.h264').split('+'); clips = [units(os.path.join(CL, f)) for f in files]; FPS = float(q('fps', '25')); SWITCH = float(q('switch', '8'))
if q('noidr'):  # from the first picture with a recovery point that is no IDR on, again and again: no IDR ever
    for c in clips: del c[:next(i for i, a in enumerate(c) if i and any(typ(n) == 6 and n[1] == 6 for n in a) and not any(typ(n) == 5 for n in a))]
SETN = []; [SETN.append(n) for n in (x for a in clips[0] for x in a) if typ(n) in SETS and not any(typ(m) == typ(n) for m in SETN)]
A = q('audio', 'none'); AR = {'aac': 48000, 'pcma16': 16000, 'l16': 44100, 'l16s': 48000}.get(A, 8000); APT = float(q('aptime', '20')) / 1000
AUS = int(q('aus', '1'))
if A == 'aac':
    APT = 1024 * AUS / 48000; adts = open(os.path.join(CL, 'tone.aac'), 'rb').read(); AF = []; at = 0
    while at + 7 < len(adts): z = (adts[at + 3] & 3) << 11 | adts[at + 4] << 3 | adts[at + 5] >> 5; AF.append(adts[at + 7:at + z]); at += z
MAP = {'aac': 'MPEG4-GENERIC/48000/1', 'pcma': 'PCMA/8000', 'pcmu': 'PCMU/8000', 'pcma16': 'PCMA/16000', 'l16': 'L16/44100/1', 'l16s': 'L16/48000/2', 'g726': 'G726-32/8000'}
def alaw(s):
    s >>= 3; m = 0xd5 if s >= 0 else 0x55; s = s if s >= 0 else -s - 1; seg = 0; v = s
    while v > 31 and seg < 7: v >>= 1; seg += 1
    return (seg << 4 | (s >> (seg if seg else 1)) & 15) ^ m if s < 4096 else 0x7f ^ m
def ulaw(s):
    m = 0xff if s >= 0 else 0x7f; s = min(abs(s) >> 2, 8158) + 33; seg = max(0, s.bit_length() - 6)
    return (seg << 4 | s >> seg + 1 & 15) ^ m
def tone(k, n):
    if q('silence'): return [0] * n
    return [int(9000 * math.sin(2 * math.pi * 1000 * (k + i) / AR)) for i in range(n)]
def sound(k, n):
    if A == 'aac': f = [AF[(k // 1024 + i) % len(AF)] for i in range(AUS)]; return struct.pack('>H', 16 * AUS) + b''.join(struct.pack('>H', len(x) << 3) for x in f) + b''.join(f)
    s = tone(k, n)
    if A == 'pcmu': return bytes(map(ulaw, s))
    if A.startswith('pcma'): return bytes(map(alaw, s))
    if A == 'l16': return struct.pack('>%dh' % n, *s)
    if A == 'l16s': return struct.pack('>%dh' % (2 * n), *[x for v in s for x in (v, v)])
    return bytes(n // 2)
def sdp(host):
    b = lambda n: base64.b64encode(n).decode()
    if H265: fm = 'sprop-vps=%s;sprop-sps=%s;sprop-pps=%s' % tuple(map(b, SETN))
    else: fm = 'packetization-mode=1;profile-level-id=%s;sprop-parameter-sets=%s' % (SETN[0][1:4].hex(), ','.join(map(b, SETN)))
    if q('sdpsets', '1') == '0': fm = '' if H265 else 'packetization-mode=1'
    v = ['m=video 0 RTP/AVP 96', 'a=rtpmap:96 %s/90000' % ('H265' if H265 else 'H264')] + (['a=fmtp:96 ' + fm] if fm else []) + ['a=control:track1', 'a=recvonly'][:1 if q('nodir') else 2]
    s = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=cam', 'c=IN IP4 0.0.0.0', 't=0 0', 'a=control:*', 'a=range:npt=now-'] + v
    if q('two'): s += ['m=video 0 RTP/AVP 98', 'a=rtpmap:98 H264/90000', 'a=control:track5']
    if q('backchannel'): s += ['m=audio 0 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000', 'a=sendonly', 'a=control:track4']
    if A != 'none': s += ['m=audio 0 RTP/AVP 97', 'a=rtpmap:97 ' + MAP[A], *(['a=fmtp:97 streamtype=5;profile-level-id=1;mode=AAC-hbr;config=1188;sizelength=13;indexlength=3;indexdeltalength=3'] if A == 'aac' else []), 'a=control:track2', 'a=recvonly']
    if q('meta'): s += ['m=application 0 RTP/AVP 107', 'a=rtpmap:107 vnd.onvif.metadata/90000', 'a=control:track3', 'a=recvonly']
    return '\r\n'.join(s) + '\r\n'
H = lambda alg, t: (hashlib.sha256 if alg == 'SHA-256' else hashlib.md5)(t.encode()).hexdigest()
class Session:
    def __init__(s, c): s.c, s.tr, s.on, s.lock, s.last, s.nonce, s.played = c, {}, False, threading.Lock(), time.time(), os.urandom(8).hex(), False
    def raw(s, b):
        with s.lock: s.c.sendall(b)
    def send(s, track, pkt, rtcp=False):
        t = s.tr.get(track)
        if t is None: return
        if not rtcp and random.random() * 100 < float(q('loss', '0')): return
        if isinstance(t, int): s.raw((b'\0\xff\x10junk' if q('junk') and random.random() < .02 else b'') + struct.pack('>BBH', 36, t + rtcp, len(pkt)) + pkt)
        else: t[rtcp][0].sendto(pkt, t[rtcp][1])
    def challenge(s):
        au = q('auth', 'none'); R = 'realm="IP Camera(A1)", nonce="%s"' % s.nonce
        return {'md5': ['Digest ' + R], 'stale': ['Digest ' + R + (', stale=true' if getattr(s, 'st', 0) else '')], 'qop': ['Digest ' + R + ', qop="auth", algorithm=MD5'], 'sha256': ['Digest ' + R + ', algorithm="SHA-256", stale="FALSE"'], 'basic': ['Basic realm="cam"'],
                'both': ['Digest ' + R + ', algorithm="SHA-256"', 'Digest ' + R + ', algorithm="MD5"'], 'both2': ['Digest ' + R + ', algorithm="MD5"', 'Digest ' + R + ', algorithm="SHA-256"']}[au]
    def allowed(s, m, h):
        au = q('auth', 'none')
        if au == 'none': return True
        a = h.get('authorization', ''); U, P = q('user', 'cam'), q('pass', 's3cret')
        if au == 'basic': return a == 'Basic ' + base64.b64encode((U + ':' + P).encode()).decode()
        p = {k: (x or y) for k, x, y in re.findall(r'(\w+)=(?:"([^"]*)"|([^\s,]+))', a)}
        if not p or p.get('nonce') != s.nonce: return False
        alg = p.get('algorithm', 'MD5'); a1 = H(alg, '%s:%s:%s' % (U, p['realm'], P)); a2 = H(alg, m + ':' + p['uri'])
        if au == 'sha256' and alg != 'SHA-256': return False
        mid = ':%s:%s:%s' % (p['nc'], p['cnonce'], p['qop']) if 'qop' in p else ''
        if au == 'qop' and not mid: return False
        ok = p['username'] == U and p['response'] == H(alg, a1 + ':' + p['nonce'] + mid + ':' + a2)
        if ok and au == 'stale' and m == 'PLAY' and not getattr(s, 'st', 0): s.st = 1; s.nonce = os.urandom(8).hex(); return False
        return ok
    def guard(s):
        try: s.serve()
        except OSError: s.on = False
    def serve(s):
        f = s.c.makefile('rb'); host = '127.0.0.1:%d' % PORT
        while True:
            b = f.read(1)
            if not b: break
            if b == b'$': f.read(struct.unpack('>BH', f.read(3))[1]); continue
            line = (b + f.readline()).decode().split(); h = {}
            while True:
                l = f.readline().decode().strip()
                if not l: break
                k, v = l.split(':', 1); h[k.strip().lower()] = v.strip()
            f.read(int(h.get('content-length', 0))); m, url = line[0], line[1]; s.last = time.time(); body, x, code = '', [], '200 OK'
            if q('log'): print('%.1f' % time.time(), m, url, h.get('transport', ''), flush=True)
            if m == 'OPTIONS' and s.played and q('closeopt'): break
            if m != 'OPTIONS' and not s.allowed(m, h): code, x = '401 Unauthorized', ['WWW-Authenticate: ' + c for c in s.challenge()]
            elif m == 'OPTIONS': x = ['Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN' + ('' if q('noget') else ', GET_PARAMETER')]
            elif m == 'GET_PARAMETER' and q('noget') == '1': code = '501 Not Implemented'
            elif m == 'DESCRIBE' and q('redirect'): code, x = '302 Moved Temporarily', ['Location: rtsp://127.0.0.1:%s/live' % q('redirect')]
            elif m == 'DESCRIBE': body = sdp(host); x = ['Content-Base: rtsp://%s/live/' % host, 'Content-Type: application/sdp']
            elif m == 'SETUP':
                t = h['transport']; tr = url.rsplit('/', 1)[1]
                if 'interleaved=' in t:
                    n = int(re.search(r'interleaved=(\d+)', t)[1]) + int(q('chan', '0')); s.tr[tr] = n; x = ['Transport: RTP/AVP/TCP;unicast;interleaved=%d-%d' % (n, n + 1)]
                else:
                    p = int(re.search(r'client_port=(\d+)', t)[1]); so = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in (0, 1)]; [o.bind(('127.0.0.1', 0)) for o in so]
                    s.tr[tr] = [(so[0], ('127.0.0.1', p)), (so[1], ('127.0.0.1', p + 1))]
                    x = ['Transport: RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d' % (p, p + 1, so[0].getsockname()[1], so[1].getsockname()[1])]
                x.append('Session: 12345678' + (';timeout=' + q('timeout') if q('timeout') else ''))
            elif m == 'PLAY': x = ['Session: 12345678', 'Range: npt=0.000-']
            elif m == 'TEARDOWN': s.on = False
            s.raw(('\r\n'.join(['RTSP/1.0 ' + code, 'CSeq: ' + h.get('cseq', '0')] + x + (['Content-Length: %d' % len(body)] if body else [])) + '\r\n\r\n' + body).encode())
            if m == 'PLAY' and code[0] == '2': s.on = s.played = True; threading.Thread(target=s.play, daemon=True).start()
            if m == 'TEARDOWN' or code[0] == '3': break
        s.on = False; s.c.close()
    def rtp(s, st, pt, ts, pay, marker):
        h = 128 | (16 if q('ext') else 0) | (32 if q('pad') else 0)
        b = struct.pack('>BBHII', h, pt | marker << 7, st['seq'] & 65535, int(ts) & 0xffffffff, st['ssrc']); st['seq'] += 1; st['n'] += 1; st['o'] += len(pay)
        if q('ext'): b += struct.pack('>HHHBBI', 0xABAC, 3, 1, 2, 3, 4) + struct.pack('>I', 5)[:4]
        return b + pay + (b'\0\0\0\4' if q('pad') else b'')
    def report(s, st, ts, now):
        e = now - st['t0']; k = q('sr', 'ok').split(':'); ntp = now + 2208988800
        if st['name'] == 'track2': ntp += float(q('asroff', '0'))
        if k[0] == 'none': return
        if k[0] == 'jump' and e >= float(k[1]): ntp += float(k[2])
        if k[0] == 'flip' and st.setdefault('r', 0) % 2: ntp -= float(k[1])
        if k[0] == 'ms1970': ntp = 2208988800 + e
        if k[0] == 'zero': ntp = 0
        st['r'] = st.get('r', 0) + 1
        s.send(st['name'], struct.pack('>BBHIIIIII', 128, 200, 6, st['ssrc'], int(ntp) & 0xffffffff, int((ntp % 1) * 2 ** 32), int(ts) & 0xffffffff, st['n'] & 0xffffffff, st['o'] & 0xffffffff), True)
    def stamp(s, i, e):
        k = q('ts', 'ok').split(':'); t = i / FPS
        if k[0] == 'const': t = 0
        if k[0] == 'pairs': t = (i // 2 * 2) / FPS
        if k[0] == 'jump' and e >= float(k[1]): t += float(k[2])
        if k[0] == 'every' : t -= float(k[1]) * int(e / float(k[1]))      # the clock begins again every so many seconds
        if k[0] == 'outlier' and i % int(k[1]) == int(k[1]) - 1: t += float(k[2])
        if k[0] == 'rate': t *= float(k[1])
        return float(q('start', '1000000')) + 90000 * t + 90 * random.uniform(-1, 1) * float(q('jitter', '0'))
    def play(s):
        t0 = time.time(); mk = lambda n: dict(name=n, seq=random.randrange(60000), ssrc=random.getrandbits(32), n=0, o=0, t0=t0)
        v, a, md = mk('track1'), mk('track2'), mk('track3'); i = k = 0; nsr = t0 + .2; prev = None; mtu = int(q('mtu', '1400')); hold = None
        try:
            while s.on:
                now = time.time(); e = now - t0
                if q('die') and e > float(q('die')): s.c.shutdown(2); return
                if q('stall') and e > getattr(s, 'ns', float(q('stall').split(':')[0])): ev, du = map(float, q('stall').split(':')); s.ns = e + ev; time.sleep(du); continue
                if q('hang') and e > float(q('hang')): time.sleep(.1); continue
                if q('timeout') and q('nokeep') != '1' and now - s.last > float(q('timeout')): s.c.shutdown(2); return
                clip = clips[int(e / SWITCH) % len(clips)]
                if e >= i / FPS:
                    if hold is not clip: hold, base = clip, i
                    au = clip[(i - base + int(q('skip', '0'))) % len(clip)]; ts = s.stamp(i, e); sets = [n for n in au if typ(n) in SETS]; rest = [n for n in au if typ(n) not in SETS]
                    if q('inband', '1') == '0': sets = []
                    if q('nosei'): rest = [n for n in rest if VCL(typ(n))]
                    mode = q('setts', 'same'); st = {'same': ts, 'prev': ts if prev is None else prev, 'own': ts - 90}[mode]
                    if q('aggregate') and not H265 and not VCL(typ(rest[0])) :
                        small = [n for n in rest if not VCL(typ(n))] if q('aggregate') == 'sei' else [n for n in rest if typ(n) == 9] + sets + [n for n in rest if not VCL(typ(n)) and typ(n) != 9]
                        order = [(ts, b'\x78' + b''.join(struct.pack('>H', len(n)) + n for n in small))] + [(ts, n) for n in rest if VCL(typ(n))]; 
                    else:
                        aud = [n for n in rest if typ(n) == (35 if H265 else 9)]
                        order = [(ts, n) for n in aud] + [(st, n) for n in sets] + [(ts, n) for n in rest if n not in aud]
                    pk = []
                    for j, (t, n) in enumerate(order):
                        lastn = j == len(order) - 1; mm = q('marker', '1')
                        if len(n) <= mtu: pk.append(s.rtp(v, 96, t, n, 1 if mm == 'all' else int(mm == '1' and (lastn or (mode != 'same' and typ(n) in SETS)))))
                        else:
                            off = HL; first = True
                            while off < len(n):
                                part = n[off:off + mtu - 3]; off += len(part); end = off >= len(n); fl = (first and 128) | (end and 64)
                                head = bytes([n[0] & 129 | 49 << 1, n[1], fl | typ(n)]) if H265 else bytes([n[0] & 0xe0 | 28, fl | typ(n)])
                                pk.append(s.rtp(v, 96, t, head + part, 1 if mm == 'all' else int(mm == '1' and lastn and end))); first = False
                    if q('reorder') and len(pk) > 2 and random.random() < .3: pk[0], pk[1] = pk[1], pk[0]
                    for p in pk: s.send('track1', p)
                    prev = ts; i += 1
                    if q('two'): pass
                    continue
                if A != 'none' and 'track2' in s.tr and e >= k * APT:
                    n = round(AR * APT); s.send('track2', s.rtp(a, 97, 5000 + k * n * float(q('adrift', '1')) + random.uniform(-1, 1) * float(q('ajitter', '0')), sound(k * n, n), int(k == 0))); k += 1; continue
                if now >= nsr:
                    nsr += float(q('srevery', '2')); s.report(v, s.stamp(e * FPS, e), now)
                    if A != 'none': s.report(a, 5000 + e * AR, now)
                    if q('meta'): s.send('track3', s.rtp(md, 107, e * 90000, b'<tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema"/>', 1))
                time.sleep(.002)
        except OSError: pass
srv = socket.create_server(('127.0.0.1', PORT)); print('camera on', PORT, Q, flush=True)
while True:
    c, _ = srv.accept(); c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if q('tls'): import ssl; x = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); x.load_cert_chain(q('tls')); c = x.wrap_socket(c, server_side=True)
    threading.Thread(target=lambda s=Session(c): s.guard(), daemon=True).start()
