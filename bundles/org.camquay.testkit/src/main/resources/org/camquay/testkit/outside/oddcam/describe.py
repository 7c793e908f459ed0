# SPDX-License-Identifier: Apache-2.0
"""A camera's session description (RFC 8866), as cameras write it."""
import base64

import clips

LINES = {
    'b': ['m=audio 0 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000', 'a=sendonly'],
    'm': ['m=application 0 RTP/AVP 107', 'a=rtpmap:107 vnd.onvif.metadata/90000', 'a=recvonly'],
    'w': ['m=video 0 RTP/AVP 98', 'a=rtpmap:98 H264/90000', 'a=recvonly'],
    'x': ['m=audio 0 RTP/AVP 102', 'a=rtpmap:102 G726-32/8000', 'a=recvonly'],
    'd': ['m=data 0 RTP/AVP 103', 'a=rtpmap:103 x-vendor/1000'],
}
CONTROLS = {'v': 'track1', 'a': 'track2', 'm': 'track3', 'b': 'track4', 'w': 'track5', 'x': 'track6', 'd': 'track7'}


def picture(habits, file):
    codec, sets = clips.parameter_sets(file.split('+')[0])
    encoded = [base64.b64encode(unit).decode() for unit in sets]
    told = habits('sdpsets', '1') != '0'
    if codec.h265:
        parameters = 'sprop-vps=%s;sprop-sps=%s;sprop-pps=%s' % tuple(encoded) if told else ''
    else:
        parameters = 'packetization-mode=1'
        if told:
            parameters += ';profile-level-id=%s;sprop-parameter-sets=%s' % (sets[0][1:4].hex(), ','.join(encoded))
    lines = ['m=video 0 RTP/AVP 96', 'a=rtpmap:96 %s/90000' % ('H265' if codec.h265 else 'H264')]
    return lines + (['a=fmtp:96 ' + parameters] if parameters else []) + ([] if habits('nodir') == '1' else ['a=recvonly'])


def sound(habits):
    kind = habits('audio', 'none')
    form = clips.Sound(kind, 20, 1).format()
    lines = ['m=audio 0 RTP/AVP 97', 'a=rtpmap:97 ' + clips.Sound.NAMES[kind]]
    return lines + (['a=fmtp:97 ' + form] if form else []) + ([] if habits('nodir') == '1' else ['a=recvonly'])


def tracks(habits):
    """The letters of the sections in their order."""
    if habits('tracks'):
        return habits('tracks')
    letters = 'v' + ('w' if habits('two') else '') + ('b' if habits('backchannel') else '')
    return letters + ('a' if habits('audio', 'none') != 'none' else '') + ('m' if habits('meta') else '')


def description(habits, file, base):
    """With `base`, control attributes are absolute."""
    lines = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=cam', 'c=IN IP4 0.0.0.0', 't=0 0', 'a=control:' + (base or '*'), 'a=range:npt=now-']
    for letter in tracks(habits):
        lines += picture(habits, file) if letter == 'v' else sound(habits) if letter == 'a' else LINES[letter]
        lines.append('a=control:' + base + CONTROLS[letter])
    return '\r\n'.join(lines) + '\r\n'
