package io.whaleshark.backend;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the questions of the server before messages are sent, whatever serves HTTP. It verifies a
 * request before it reads anything of it. Thread-safe if the handler is.
 */
public final class BeforeSendEndpoint {

  private static final int ANSWERED = 200;
  private static final int MALFORMED = 400;
  private static final int NOT_SIGNED = 401;

  private final WebhookVerifier verifier;
  private final BeforeSendHandler handler;

  /** An endpoint. */
  public BeforeSendEndpoint(WebhookVerifier verifier, BeforeSendHandler handler) {
    this.verifier = verifier;
    this.handler = handler;
  }

  /** What to answer to a request: a status, and a body of JSON. Immutable. */
  public static final class Response {

    private final int status;
    private final byte[] body;

    private Response(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    /** The status. */
    public int status() {
      return status;
    }

    /** The body, {@code application/json}; of no bytes if there is none. */
    public byte[] body() {
      return body.clone();
    }
  }

  /**
   * Takes a request.
   *
   * @param header gives the value of a header, null if there is none
   * @param body the bytes as they came
   * @return what to answer
   * @throws Exception of the handler: answer with a status of 500, and the settings of the server
   *     decide
   */
  public Response receive(Function<String, @Nullable String> header, byte[] body) throws Exception {
    @Nullable String id = header.apply("webhook-id");
    BeforeSendQuestion question;
    try {
      verifier.verify(
          id, header.apply("webhook-timestamp"), header.apply("webhook-signature"), body);
      question = BeforeSendQuestion.read(String.valueOf(id), body);
    } catch (InvalidSignatureException e) {
      return new Response(NOT_SIGNED, new byte[0]);
    } catch (MalformedJsonException e) {
      return new Response(MALFORMED, new byte[0]);
    }
    return new Response(ANSWERED, handler.onBeforeSend(question).body());
  }
}
