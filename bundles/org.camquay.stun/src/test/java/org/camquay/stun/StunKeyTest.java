// SPDX-License-Identifier: Apache-2.0
package org.camquay.stun;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StunKeyTest {
    @Test
    void shortTerm_composedAndDecomposedPassword_areOneKey() {
        var message = StunMessage.request(1)
                .integrity(StunKey.shortTerm("caf\u00e9\u00a0x"))
                .build();
        assertThat(message.verify(StunKey.shortTerm("cafe\u0301 x"))).isEqualTo(StunCheck.VALID);
        assertThat(message.verify(StunKey.shortTerm("cafe x"))).isEqualTo(StunCheck.INVALID);
    }

    @Test
    void shortTerm_emptyPassword_isAKey() {
        var message = StunMessage.request(1).integrity(StunKey.shortTerm("")).build();
        assertThat(message.verify(StunKey.shortTerm(""))).isEqualTo(StunCheck.VALID);
        assertThat(message.verify(StunKey.shortTerm("x"))).isEqualTo(StunCheck.INVALID);
    }

    @Test
    void longTerm_emptyUser_keepsItsColon() {
        var message =
                StunMessage.request(1).integrity(StunKey.longTerm("", "r", "p")).build();
        assertThat(message.verify(StunKey.longTerm("r", "p", ""))).isEqualTo(StunCheck.INVALID);
        assertThat(message.verify(StunKey.longTerm("", "r", "p"))).isEqualTo(StunCheck.VALID);
    }

    @Test
    void toString_ofAKey_tellsNothing() {
        assertThat(StunKey.shortTerm("hunter2")).hasToString("StunKey");
    }

    @Test
    void nonceCookie_ofTheRfcVector_announcesAnonymity() {
        assertThat(NonceCookie.of("obMatJos2AAACf//499k954d6OL34oL9FSTvy64sA")).isEqualTo(new NonceCookie(false, true));
        assertThat(NonceCookie.of(new NonceCookie(true, true).prefix())).isEqualTo(new NonceCookie(true, true));
        assertThat(new NonceCookie(true, false).prefix()).isEqualTo("obMatJos2AAAB");
        assertThat(NonceCookie.of("obMatJos2AA=C")).isEqualTo(NonceCookie.NONE);
        assertThat(NonceCookie.of("obMatJos2AA")).isEqualTo(NonceCookie.NONE);
        assertThat(NonceCookie.of("f//499k954d6OL34oL9FSTvy64sA")).isEqualTo(NonceCookie.NONE);
    }
}
