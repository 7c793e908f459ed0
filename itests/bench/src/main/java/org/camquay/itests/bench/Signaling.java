// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.bench;

import java.io.IOException;
import org.camquay.sdp.Sdp;
import org.camquay.sdp.SdpParser;
import org.camquay.sdp.SdpResult;

/** How one viewer asks one server for its stream. Blocks. */
interface Signaling {
    /** Where the viewer is: it asks from this address of the machine, if it can. */
    default void comeFrom(String address) {}

    /** What comes before a viewer asks: sessions and the like. The clock does not run yet. */
    default void prepare() throws IOException {}

    /** Asks; from here the clock runs. Returns the server's description when ICE may begin. */
    Sdp connect(LocalDescription local) throws IOException;

    /** Leaves. */
    void close() throws IOException;

    /** Reads a server's description. */
    static Sdp parse(String text) throws IOException {
        var result = SdpParser.parse(text);
        if (result instanceof SdpResult.Ok ok && !ok.sdp().media().isEmpty()) {
            return ok.sdp();
        }
        throw new IOException("no session description: " + result + "\n" + text);
    }
}
