// SPDX-License-Identifier: Apache-2.0
package org.camquay.onvif;

/** The numbers an error may carry: those of ONVIF WebRTC 26.06 and of JSON-RPC 2.0 §5.1. */
public final class ErrorCode {
    /** Invalid session id or session description. */
    public static final int BAD_REQUEST = 400;
    /** The access token is missing, cannot be verified or has expired. */
    public static final int UNAUTHORIZED = 401;
    /** The token does not allow this peer. */
    public static final int FORBIDDEN = 403;
    /** Not registered. */
    public static final int NOT_FOUND = 404;
    /** The peer did not react. */
    public static final int REQUEST_TIMEOUT = 408;
    /** Another device holds the name. */
    public static final int CONFLICT = 409;
    /** The peer is no more available. */
    public static final int GONE = 410;
    /** The device is not there now. */
    public static final int TEMPORARILY_UNAVAILABLE = 480;
    /** The server takes nobody now, as it is about to stop; ours, as in HTTP. */
    public static final int SERVICE_UNAVAILABLE = 503;
    /** The peer has not the means for one more session. */
    public static final int INSUFFICIENT_RESOURCES = 1001;
    /** The peer closed its WebSocket; live media goes on. */
    public static final int PEER_DISCONNECTED = 1002;
    /** A candidate that cannot be read. */
    public static final int MALFORMED_CANDIDATE = 1003;
    /** The text is no JSON. */
    public static final int PARSE_ERROR = -32700;
    /** The JSON is no JSON-RPC message. */
    public static final int INVALID_REQUEST = -32600;
    /** Nobody answers this method here. */
    public static final int METHOD_NOT_FOUND = -32601;
    /** A mandatory parameter is missing or of the wrong type. */
    public static final int INVALID_PARAMS = -32602;
    /** A fault of the answering end itself. */
    public static final int INTERNAL_ERROR = -32603;

    private ErrorCode() {}
}
