// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

/** The method names of ONVIF WebRTC 26.06, and our own beside them. */
public final class OnvifMethod {
    public static final String REGISTER = "register";
    public static final String UNREGISTER = "unregister";
    public static final String CONNECT = "connect";
    public static final String INVITE = "invite";
    public static final String TRICKLE = "trickle";
    public static final String EXTEND = "extend";
    /** Server to viewer: a camera came or went. */
    public static final String PRESENCE = "vnd.camquay.presence";

    /** Device to server, a request: fresh ICE servers for both ends of a session. */
    public static final String ICE_SERVERS = "vnd.camquay.iceServers";
    /** Viewer to device, a notification: its path is broken, may the device restart ICE. */
    public static final String RESTART = "vnd.camquay.restart";

    /**
     * Viewer to server, and on to the device, a request: a session goes on whose viewer, or whose server, lost its connection while
     * the picture did not.
     */
    public static final String RESUME = "vnd.camquay.resume";

    /** The WebSocket sub-protocol. */
    public static final String SUB_PROTOCOL = "webrtc.onvif.org";

    /** Capability: data channel sub-protocols. */
    public static final String CAPABILITY_SUB_PROTOCOLS = "subProtocols";
    /** Capability: sessions expire and can be extended. */
    public static final String CAPABILITY_EXTEND = "extend";

    private OnvifMethod() {}
}
