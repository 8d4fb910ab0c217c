package io.whaleshark.micro;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;

/// Messages like those that the load generator sends: 100 letters between two users.
final class DomainSamples {
  private static final int APP = 10_001;
  private static final long FIRST_ID = 1_000_000_000_000L;

  static final UserId SENDER = new UserId(APP, "bench-01234567-from-000042");
  static final UserId RECEIVER = new UserId(APP, "bench-01234567-to-000042");
  static final ConversationId.Direct CONVERSATION = ConversationId.Direct.between(SENDER, RECEIVER);

  private DomainSamples() {}

  static Message.Sent content() {
    return new Message.Sent(Payload.ofText('"' + "abcdefghij".repeat(10) + '"'), Payload.NONE);
  }

  static ClientMessageId id(long number) {
    return new ClientMessageId(SENDER, "m" + (FIRST_ID + number));
  }
}
