// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

/** What came of reading parameters or a result. Unknown members were ignored. */
public sealed interface Decoded<T> {
    /** All that is mandatory is there. */
    record Ok<T>(T value) implements Decoded<T> {}

    /** Something is missing or of the wrong type; the message names it. For a request, the error to answer with. */
    record Problem<T>(JsonRpcError error) implements Decoded<T> {}
}
