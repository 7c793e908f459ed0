// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Parameters or result of a method, as a value. */
public interface OnvifParams {
    /** A new JSON object; what is absent or an empty list is left out. */
    ObjectNode toJson();

    /** No parameters, or a result that says no more than "done". */
    static OnvifParams none() {
        return JsonNodeFactory.instance::objectNode;
    }
}
