// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.harness;

import java.net.URI;

/** A browser's process. */
interface BrowserProgram extends AutoCloseable {
    /** Where it speaks WebDriver BiDi. */
    URI url();

    /** Whether the BiDi session is still to be made. */
    boolean wantsSession();
}
