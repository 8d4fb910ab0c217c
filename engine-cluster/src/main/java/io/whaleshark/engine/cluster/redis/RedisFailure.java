package io.whaleshark.engine.cluster.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// Why there is no connection to Redis. Immutable.
///
/// @param said by the server, or the network, in the end
record RedisFailure(Kind kind, String said) {

  /// What an operator can do about it.
  enum Kind {
    /// To wait, or to correct the address.
    AWAY,
    /// To ask again: it is reached, and its answer was not read. It came late, or the connection
    /// ended first: the driver ends one whose password is refused, and may hear of the end before
    /// it tells the reason.
    UNANSWERED,
    /// The certificate is signed by nobody who is trusted, or is another host's.
    UNTRUSTED,
    /// One side does not encrypt, or not as the other one does.
    ENCRYPTION,
    /// Redis refuses the user, or the password.
    PASSWORD,
    /// A sentinel refuses its own.
    SENTINEL_PASSWORD
  }

  static RedisFailure of(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      chain.add(each);
    }
    return new RedisFailure(kind(chain), String.valueOf(chain.getLast().getMessage()));
  }

  private static Kind kind(List<Throwable> chain) {
    if (chain.stream().anyMatch(GeneralSecurityException.class::isInstance)) {
      return Kind.UNTRUSTED;
    }
    if (chain.stream().anyMatch(SSLException.class::isInstance)) {
      return Kind.ENCRYPTION;
    }
    if (chain.stream().anyMatch(RedisFailure::refusesPassword)) {
      return chain.stream().anyMatch(RedisFailure::isOfSentinel)
          ? Kind.SENTINEL_PASSWORD
          : Kind.PASSWORD;
    }
    boolean unanswered = chain.stream().anyMatch(RedisFailure::isLate) || isCut(chain.getLast());
    return unanswered ? Kind.UNANSWERED : Kind.AWAY;
  }

  private static boolean isLate(Throwable failure) {
    return failure instanceof RedisCommandTimeoutException || failure instanceof TimeoutException;
  }

  /// A connection was there, and ended. The driver says so in several ways: its own exception has
  /// no cause then, or its handler was gone before it was asked what happened, which is a state
  /// that it does not expect.
  private static boolean isCut(Throwable last) {
    boolean neverMade =
        last instanceof ConnectException
            || last instanceof NoRouteToHostException
            || last instanceof UnknownHostException;
    return !neverMade
        && (last instanceof RedisConnectionException
            || last instanceof IOException
            || last instanceof IllegalStateException);
  }

  /// An answer of the server. It begins with a code, but that of a server without any password.
  private static boolean refusesPassword(Throwable failure) {
    String said = String.valueOf(failure.getMessage());
    return failure instanceof RedisCommandExecutionException
        && (said.startsWith("WRONGPASS")
            || said.startsWith("NOAUTH")
            || said.startsWith("ERR AUTH")
            || said.startsWith("ERR Client sent AUTH"));
  }

  /// Only the driver's own words tell who refused.
  private static boolean isOfSentinel(Throwable failure) {
    return failure instanceof RedisConnectionException
        && String.valueOf(failure.getMessage()).contains("Redis Sentinel");
  }
}
