package io.whaleshark.protocol;

import io.whaleshark.protocol.MessageEvent.ReactAck;
import io.whaleshark.protocol.MessageEvent.ReactionNotify;
import io.whaleshark.protocol.PageEvent.MessageReactions;
import io.whaleshark.protocol.PageEvent.ReactionCount;
import io.whaleshark.protocol.PageEvent.ReactionPage;
import io.whaleshark.protocol.PageEvent.ReactorsPage;
import org.jspecify.annotations.Nullable;

/// Decodes what tells of reactions, for [EventDecoder]. Stateless.
final class ReactionDecoder {
  private ReactionDecoder() {}

  static ReactAck ack(EventFields data, @Nullable String requestId) {
    return new ReactAck(
        data.text(Field.MESSAGE_ID),
        data.number(Field.MESSAGE_KEY),
        data.number(Field.MESSAGE_SEQUENCE),
        data.text(Field.REACTION),
        data.flag(Field.IS_SET),
        data.number(Field.COUNT),
        requestId);
  }

  static ReactionNotify notify(EventFields fields) {
    return new ReactionNotify(
        fields.peer(),
        fields.text(Field.FROM_ID),
        fields.text(Field.MESSAGE_ID),
        fields.number(Field.MESSAGE_KEY),
        fields.number(Field.MESSAGE_SEQUENCE),
        fields.text(Field.REACTION),
        fields.flag(Field.IS_SET),
        fields.number(Field.COUNT));
  }

  static ReactionPage page(EventFields fields, @Nullable String requestId) {
    return new ReactionPage(
        fields.objects(Field.DATA_LIST).stream().map(ReactionDecoder::message).toList(), requestId);
  }

  private static MessageReactions message(EventFields fields) {
    return new MessageReactions(
        fields.number(Field.MESSAGE_SEQUENCE),
        fields.objects(Field.REACTIONS).stream()
            .map(each ->
                new ReactionCount(
                    each.text(Field.REACTION), each.number(Field.COUNT), each.flag(Field.MINE)))
            .toList());
  }

  static ReactorsPage reactors(EventFields fields, @Nullable String requestId) {
    return new ReactorsPage(
        fields.number(Field.COUNT),
        fields.objects(Field.DATA_LIST).stream().map(each -> each.text(Field.USER_ID)).toList(),
        fields.flag(Field.COMPLETED),
        requestId);
  }
}
