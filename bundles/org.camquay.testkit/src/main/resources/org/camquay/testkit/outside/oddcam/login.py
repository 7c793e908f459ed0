# SPDX-License-Identifier: Apache-2.0
"""How a camera asks who is there: Basic (RFC 7617) and Digest (RFC 7616, RFC 2617)."""
import base64
import hashlib
import re

HASHES = {'MD5': hashlib.md5, 'SHA-256': hashlib.sha256, 'SHA-512-256': lambda b: hashlib.new('sha512_256', b)}

# Of each value of auth: its challenges, as (algorithm or scheme, further parameters).
KINDS = {
    'basic': [('Basic', '')],
    'md5': [('', '')],
    'stale': [('', '')],
    'qop': [('MD5', ', qop="auth"')],
    'qops': [('MD5', ', qop="auth,auth-int"')],
    'sess': [('MD5-sess', ', qop="auth"')],
    'sha256': [('SHA-256', ', stale="FALSE"')],
    'sha256qop': [('SHA-256', ', qop="auth"')],
    'sha256sess': [('SHA-256-sess', ', qop="auth"')],
    'userhash': [('SHA-256', ', qop="auth", userhash=true')],
    'both': [('SHA-256', ''), ('MD5', '')],
    'both2': [('MD5', ''), ('SHA-256', '')],
    'oneline': [('SHA-256', ', qop="auth"'), ('MD5', ', qop="auth"')],
    'basicmd5': [('Basic', ''), ('MD5', '')],
    'sha512': [('SHA-512-256', '')],
    'negotiate': [('Negotiate', '')],
}


def digest(algorithm, text):
    return HASHES[algorithm.replace('-sess', '')](text.encode()).hexdigest()


class Login:
    REALM = 'IP Camera(A1)'

    def __init__(self, habits, nonce):
        self.kind, self.nonce, self.renewed = habits('auth', 'none'), nonce, False
        self.user, self.password = habits('user', 'cam'), habits('pass', 's3cret')

    def challenges(self):
        """The values of WWW-Authenticate."""
        values = []
        for algorithm, more in KINDS[self.kind]:
            if algorithm == 'Negotiate':
                values.append('Negotiate')
            elif algorithm == 'Basic':
                values.append('Basic realm="%s"' % self.REALM)
            else:
                named = ', algorithm="%s"' % algorithm if algorithm else ''
                stale = ', stale=true' if self.renewed else ''
                values.append('Digest realm="%s", nonce="%s"%s%s%s' % (self.REALM, self.nonce, named, more, stale))
        return [', '.join(values)] if self.kind == 'oneline' else values

    def allows(self, method, authorization, fresh_nonce):
        """Whether a request may go on. With `stale`, the nonce ends at the first PLAY."""
        if self.kind == 'none':
            return True
        if not self.right(method, authorization):
            return False
        if self.kind == 'stale' and method == 'PLAY' and not self.renewed:
            self.renewed, self.nonce = True, fresh_nonce
            return False
        return True

    def right(self, method, authorization):
        kinds = [algorithm for algorithm, _ in KINDS[self.kind]]
        if authorization.startswith('Basic '):
            expected = base64.b64encode((self.user + ':' + self.password).encode()).decode()
            return 'Basic' in kinds and authorization == 'Basic ' + expected
        given = {key: quoted or bare for key, quoted, bare in re.findall(r'(\w+)=(?:"([^"]*)"|([^\s,]+))', authorization)}
        algorithm = given.get('algorithm', 'MD5')
        if given.get('nonce') != self.nonce or algorithm not in [kind or 'MD5' for kind in kinds]:
            return False
        wants_qop = 'qop' in KINDS[self.kind][kinds.index(algorithm) if algorithm in kinds else 0][1]
        if wants_qop != ('qop' in given):
            return False
        secret = digest(algorithm, '%s:%s:%s' % (self.user, self.REALM, self.password))
        if algorithm.endswith('-sess'):
            secret = digest(algorithm, '%s:%s:%s' % (secret, self.nonce, given.get('cnonce', '')))
        names = [self.user] + ([digest(algorithm, '%s:%s' % (self.user, self.REALM))] if self.kind == 'userhash' else [])
        middle = ':%s:%s:%s' % (given['nc'], given['cnonce'], given['qop']) if 'qop' in given else ''
        request = digest(algorithm, method + ':' + given.get('uri', ''))
        right = digest(algorithm, secret + ':' + self.nonce + middle + ':' + request)
        return given.get('username') in names and given.get('response') == right
