// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

import java.util.List;

/** A command as {@code help} describes it. */
public record HelpEntry(String name, String description, List<CommandParameter> parameters) {}
