// SPDX-License-Identifier: Apache-2.0
package org.camquay.control;

import java.util.Map;
import java.util.TreeMap;

/**
 * The properties of a configuration file, read as a command's arguments are.
 *
 * @param arguments what the operator wrote
 * @param file the file's name, or the PID when it came another way
 */
record WrittenConfiguration(Map<String, String> arguments, String file) {
    private static final String FILE_NAME = "felix.fileinstall.filename";

    static WrittenConfiguration of(Map<String, Object> properties) {
        var arguments = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        properties.forEach((key, value) -> {
            // The parameters of commands have no dots; what has is the framework's.
            if (key.indexOf('.') < 0) {
                arguments.put(key, String.valueOf(value));
            }
        });
        String path = String.valueOf(properties.getOrDefault(FILE_NAME, properties.get("service.pid")));
        return new WrittenConfiguration(arguments, path.substring(path.lastIndexOf('/') + 1));
    }
}
