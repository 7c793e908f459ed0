// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

/**
 * How often something happened since a service started, as {@code getTurnStats} answers.
 *
 * @param name what happened, in plain words
 */
public record CounterEntry(String name, long count) {}
