package io.whaleshark.backend;

import java.util.List;

/**
 * The reactions to a message.
 *
 * @param messageSequence the number of the message in its conversation, from 1
 * @param signs in the order in which they first came to the message
 */
public record AppReactions(long messageSequence, List<Sign> signs) {

  /**
   * One sign at a message.
   *
   * @param reaction the sign, usually an emoji
   * @param count how many users have set it
   * @param isMine whether the user who was asked for has
   */
  public record Sign(String reaction, long count, boolean isMine) {

    static Sign of(JsonFields fields) {
      return new Sign(fields.text("reaction"), fields.number("count"), fields.flag("mine"));
    }
  }

  /** Copies the signs. */
  public AppReactions {
    signs = List.copyOf(signs);
  }

  static AppReactions of(JsonFields fields) {
    return new AppReactions(
        fields.number("messageSequence"), fields.objects("reactions", Sign::of));
  }
}
