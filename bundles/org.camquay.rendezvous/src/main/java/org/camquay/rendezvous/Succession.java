// SPDX-License-Identifier: Apache-2.0
package org.camquay.rendezvous;

/** What becomes of a device that wants a room. Pure. */
enum Succession {
    /** It gets the room: the room is free, or it is the device that had it before, which takes over at once. */
    ENTER,
    /** The device that is there has shown no identity: it is asked whether it lives. */
    ASK,
    /** Another one has asked already. */
    ASKED,
    /** A device with an identity is there. */
    TAKEN,
    /** A device with an identity was there a moment ago. */
    KEPT;

    /**
     * Decides.
     *
     * @param occupied whether a device with an open socket is in the room
     * @param kept whether the room is kept for the device that was in it
     * @param claimed whether another newcomer waits for a sign of life of the device in the room
     * @param owner identity of the device that is or was in the room, empty if it showed none
     * @param newcomer identity of the one that comes, empty if it shows none
     */
    static Succession of(boolean occupied, boolean kept, boolean claimed, String owner, String newcomer) {
        boolean same = !newcomer.isEmpty() && newcomer.equals(owner);
        if (same || !occupied && !kept) {
            return ENTER;
        } else if (!occupied) {
            return KEPT;
        } else if (!owner.isEmpty()) {
            return TAKEN;
        }
        return claimed ? ASKED : ASK;
    }
}
