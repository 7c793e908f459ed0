// SPDX-License-Identifier: Apache-2.0
/** Offers and answers (RFC 9429): descriptions in, descriptions out, and what was agreed. */
package org.camquay.webrtc.negotiation;
