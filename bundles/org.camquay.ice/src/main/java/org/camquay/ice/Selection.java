// SPDX-License-Identifier: Apache-2.0
package org.camquay.ice;

/** The pair that carries packets, whose generation it is, and the peer's consent to it. */
record Selection(Generation generation, CandidatePair pair, Consent consent) {}
