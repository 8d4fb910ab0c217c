package io.whaleshark.server.webhook;

import io.whaleshark.protocol.Bytes;

/// One event, as a receiver gets it. Immutable.
///
/// @param id the same at each attempt, and of no other event of the server
/// @param body JSON
record WebhookEvent(String id, Bytes body) {}
