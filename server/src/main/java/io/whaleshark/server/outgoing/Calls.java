package io.whaleshark.server.outgoing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Makes requests that end in time, neither redirected nor sent through a proxy: one at a time for
/// each thread that calls it. Thread-safe.
public final class Calls implements AutoCloseable {

  private static final Duration CONNECT_AT_MOST = Duration.ofSeconds(5);

  private final Duration within;
  private final HttpClient client;

  /// That a request had no answer. Its message says to the operator why.
  public static class Unanswered extends Exception {
    private static final long serialVersionUID = 1;

    public Unanswered(String reason) {
      super(reason, null, false, false);
    }

    /// Why, for the operator.
    public String reason() {
      return String.valueOf(getMessage());
    }
  }

  /// That a request was not made: as many are under way over HTTP/2 as the other side allows.
  public static final class Crowded extends Unanswered {
    private static final long serialVersionUID = 1;

    private Crowded() {
      super("too many requests under way");
    }
  }

  /// @param within how long a request may take, answer included
  /// @param trust whose certificates count; empty for those that Java trusts
  public Calls(HttpClient.Version version, Duration within, Optional<SSLContext> trust) {
    this.within = within;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(version)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(within.compareTo(CONNECT_AT_MOST) < 0 ? within : CONNECT_AT_MOST);
    trust.ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  /// Makes a request, and waits for its answer, whatever the status.
  ///
  /// @param answerBytesAtMost how long the body of the answer may be
  /// @throws Crowded if the other side takes no more at once
  /// @throws Unanswered if there is no whole answer in time
  /// @throws InterruptedException if the caller is interrupted; the request is abandoned
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body, long answerBytesAtMost)
      throws Unanswered, InterruptedException {
    CompletableFuture<HttpResponse<T>> answer =
        client.sendAsync(request, BodyHandlers.limiting(body, answerBytesAtMost));
    try {
      return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw isCrowded(e.getCause()) ? new Crowded() : new Unanswered(reason(e.getCause()));
    } catch (TimeoutException _) {
      throw new Unanswered(tooLate());
    } finally {
      answer.cancel(true); // ends the exchange, if it has not ended
    }
  }

  /// The client of the JDK says so in its message alone.
  private static boolean isCrowded(@Nullable Throwable cause) {
    return cause instanceof IOException
        && String.valueOf(cause.getMessage()).contains("too many concurrent streams");
  }

  private String reason(@Nullable Throwable cause) {
    return switch (cause) {
      case ConnectException _ -> "no connection";
      case HttpTimeoutException _ -> tooLate();
      case SSLException tls -> "TLS: " + tls.getMessage();
      case null, default -> "the connection failed: " + cause;
    };
  }

  /// That there was no answer in time, for the operator.
  public String tooLate() {
    return "no answer within " + within.toMillis() + " ms";
  }

  /// Takes no more requests. Those that are under way have the time that they may take. Never
  /// blocks.
  public void leave() {
    client.shutdown();
  }

  /// Ends the requests that are under way: they are unanswered.
  @Override
  public void close() {
    client.shutdownNow();
  }
}
