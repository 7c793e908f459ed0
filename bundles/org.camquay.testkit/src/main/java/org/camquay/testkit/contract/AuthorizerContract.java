// SPDX-License-Identifier: Apache-2.0
package org.camquay.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.camquay.api.access.AccessDecision;
import org.camquay.api.access.AccessDecision.Denied;
import org.camquay.api.access.AccessDecision.Granted;
import org.camquay.api.access.AccessRequest;
import org.camquay.api.access.AccessRequest.Kind;
import org.camquay.api.access.AccessRequest.Scope;
import org.camquay.api.access.Authorizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link Authorizer} keeps to. */
@Timeout(60)
public abstract class AuthorizerContract {
    private static final int LONG = 100_000;

    /** The service under test. */
    protected abstract Authorizer authorizer() throws Exception;

    /** A viewer's token for the room {@code front-door}, and for no other. */
    protected abstract String viewerOfFrontDoor() throws Exception;

    /** A device's token for the room {@code front-door}, and for no other. */
    protected abstract String deviceOfFrontDoor() throws Exception;

    private static AccessRequest request(String token, Scope scope, Kind kind, String name) {
        return new AccessRequest(token, scope, kind, name, "192.0.2.7");
    }

    private void denied(String token, Scope scope, Kind kind, String name) throws Exception {
        var decision = authorizer().authorize(request(token, scope, kind, name));
        assertThat(decision).as("%s %s %s", scope, kind, name).isInstanceOf(Denied.class);
        var denied = (Denied) decision;
        assertThat(denied.status()).isIn(401, 403, 503);
        assertThat(denied.reason()).isNotBlank().hasSizeLessThan(300);
        if (token.length() > 10) {
            assertThat(denied.reason()).doesNotContain(token);
        }
    }

    private AccessDecision decide(String token, Scope scope, Kind kind, String name) throws Exception {
        return authorizer().authorize(request(token, scope, kind, name));
    }

    @Test
    void authorize_withoutToken_refusesEverythingWith401() throws Exception {
        for (var scope : Scope.values()) {
            for (var kind : Kind.values()) {
                denied("", scope, kind, "front-door");
                assertThat(((Denied) decide("", scope, kind, "")).status()).isEqualTo(401);
            }
        }
    }

    @Test
    void authorize_anythingThatIsNoToken_refusesAndDoesNotThrow() throws Exception {
        var random = new Random(1);
        for (int i = 0; i < 200; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(300); length > 0; length--) {
                text.append((char) random.nextInt(i < 100 ? 128 : 0xD800));
            }
            denied(text.toString(), Scope.VIEW, Kind.ROOM, "front-door");
        }
        denied("a".repeat(LONG), Scope.VIEW, Kind.ROOM, "front-door");
        denied("....", Scope.VIEW, Kind.ROOM, "front-door");
    }

    @Test
    void authorize_changedToken_refuses() throws Exception {
        var good = viewerOfFrontDoor();
        var random = new Random(2);
        for (int i = 0; i < 100; i++) {
            var changed = new StringBuilder(good);
            // The last character of a part may hold bits that mean nothing.
            int at = random.nextInt(good.length() - 2);
            char before = changed.charAt(at);
            boolean meansNothing = before == '.' || good.charAt(at + 1) == '.';
            if (!meansNothing) {
                changed.setCharAt(at, before == 'A' ? 'B' : 'A');
                denied(changed.toString(), Scope.VIEW, Kind.ROOM, "front-door");
            }
        }
    }

    @Test
    void authorize_viewer_mayWatchItsRoomAndNothingElse() throws Exception {
        var granted = decide(viewerOfFrontDoor(), Scope.VIEW, Kind.ROOM, "front-door");
        assertThat(granted).isInstanceOf(Granted.class);
        assertThat(((Granted) granted).subject()).isNotBlank();
        assertThat(((Granted) granted).room()).isIn("", "front-door");
        denied(viewerOfFrontDoor(), Scope.VIEW, Kind.ROOM, "back-door");
        denied(viewerOfFrontDoor(), Scope.DEVICE, Kind.ROOM, "front-door");
        denied(viewerOfFrontDoor(), Scope.CONTROL, Kind.COMMAND, "listStreams");
        denied(viewerOfFrontDoor(), Scope.ADMINISTER, Kind.COMMAND, "addToken");
    }

    @Test
    void authorize_device_mayOpenItsRoomAndNothingElse() throws Exception {
        var granted = decide(deviceOfFrontDoor(), Scope.DEVICE, Kind.ROOM, "front-door");
        assertThat(granted).isInstanceOf(Granted.class);
        assertThat(((Granted) granted).subject()).isNotBlank();
        denied(deviceOfFrontDoor(), Scope.DEVICE, Kind.ROOM, "back-door");
        denied(deviceOfFrontDoor(), Scope.CONTROL, Kind.COMMAND, "listStreams");
        denied(deviceOfFrontDoor(), Scope.ADMINISTER, Kind.COMMAND, "addToken");
    }
}
