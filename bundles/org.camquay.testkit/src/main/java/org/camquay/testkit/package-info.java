// SPDX-License-Identifier: Apache-2.0
/** Fakes on virtual time, sample media, and a bounded wait, for the tests of drivers and backends. */
@Export
@Version("1.0.0")
package org.camquay.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
