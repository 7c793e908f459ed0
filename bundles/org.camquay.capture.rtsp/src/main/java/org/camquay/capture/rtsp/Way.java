// SPDX-License-Identifier: Apache-2.0
package org.camquay.capture.rtsp;

/** How packets of a camera come. */
enum Way {
    /** Over UDP; where nothing comes, over TCP. */
    UDP,
    /** Between the messages of the connection. */
    TCP,
    /** The same, in a tunnel through HTTP. */
    HTTP
}
