// SPDX-License-Identifier: Apache-2.0
package org.camquay.itests.wan;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Skips a class on a machine that cannot make a {@link World}. A class that is skipped only while it begins counts as none, and a
 * module without a test fails.
 */
final class WorldCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            World.require();
            return ConditionEvaluationResult.enabled("all is there");
        } catch (TestAbortedException e) {
            return ConditionEvaluationResult.disabled(e.getMessage());
        }
    }
}
