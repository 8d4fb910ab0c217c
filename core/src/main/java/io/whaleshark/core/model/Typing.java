package io.whaleshark.core.model;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;

/// That somebody is writing in a conversation at the moment, or has stopped. Immutable. Stored
/// nowhere: whoever hears of it forgets it within seconds, and whoever does not misses nothing.
///
/// @param isOn whether they write; false if they have stopped
public record Typing(ConversationId conversation, UserId author, boolean isOn) {}
