// SPDX-License-Identifier: Apache-2.0
/** What the log leaves out and escapes. */
package org.camquay.log;
