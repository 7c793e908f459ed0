// SPDX-License-Identifier: Apache-2.0
package org.camquay.api.control;

import java.util.List;

/** All stored intents, as {@code listConfig} answers. */
public record ConfigList(List<PullConfig> pull, List<WebRtcConfig> webrtc) {}
