// SPDX-License-Identifier: Apache-2.0
package org.camquay.rtp.nal;

import java.nio.ByteBuffer;

/**
 * An access unit in the form that everything behind a camera takes.
 *
 * @param key whether decoding can begin here; then the parameter sets stand first
 * @param data in Annex B; never written to again
 */
public record Picture(boolean key, ByteBuffer data) {}
