package io.whaleshark.backend;

/** Your code that the server asks before a message is sent. */
@FunctionalInterface
public interface BeforeSendHandler {

  /**
   * Says what becomes of a message. Its sender waits, and the server for no longer than the {@code
   * timeout} of its settings: look into memory or one table, and do slow work elsewhere.
   *
   * @return {@link BeforeSendAnswer#allow}, {@link BeforeSendAnswer#deny} or {@link
   *     BeforeSendAnswer#replace}
   * @throws Exception if it cannot be said: the {@code on-failure} of the server's settings decides
   */
  BeforeSendAnswer onBeforeSend(BeforeSendQuestion question) throws Exception;
}
