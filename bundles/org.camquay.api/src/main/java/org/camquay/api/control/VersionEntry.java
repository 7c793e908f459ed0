// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

/** What {@code version} answers. */
public record VersionEntry(String product, String version, String java, String os) {}
