// SPDX-License-Identifier: Apache-2.0
/**
 * The times of a source's frames, mended with the time of arrival as a second witness (ADR 36). No time of its own, no
 * threads, no I/O.
 */
package org.camquay.streams.clock;
